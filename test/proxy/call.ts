import type { IncomingHttpHeaders } from 'node:http';

/** One request of the SDK, understood as far as the behaviours need. */
export interface Call {
  /** As in an Operation: cloudtrail, cloudwatch, ec2, events, iam, kms, lambda, logs, sns, sqs, sts. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly protocol: 'json' | 'query' | 'ec2' | 'rest' | 'rest-json';
  /** Members of the JSON body, or parameters of the form. */
  readonly input: Readonly<Record<string, unknown>>;
  /** What came, of a protocol whose bodies are not looked into. */
  readonly body?: string;
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Stands between the SDK and moto: answers by itself, or changes what goes in or comes out. */
export type Behaviour = (call: Call, next: (call: Call) => Promise<Answer>) => Promise<Answer>;

const SERVICES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** What is read of a function is told by its path (Lambda API reference). */
const LAMBDA = /^\/[\d-]+\/functions\/([^/]+)\/([a-z]+)(?:\?|$)/;
const READ_OF_LAMBDA: Readonly<Record<string, string>> = {
  configuration: 'GetFunctionConfiguration',
  concurrency: 'GetFunctionConcurrency',
  policy: 'GetPolicy',
};

export function callOf(method: string, path: string, headers: IncomingHttpHeaders, body: string): Call {
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '');
  const [, region = '', signingName = ''] = scope ?? [];
  const service = SERVICES[signingName] ?? signingName;
  const common = { service, region, path, method, headers };
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const input = JSON.parse(body || '{}') as Record<string, unknown>;
    return { ...common, operation: target.split('.').at(-1) ?? '', protocol: 'json', input };
  }
  if (service === 'lambda') {
    const input = { FunctionName: decodeURIComponent(LAMBDA.exec(path)?.[1] ?? '') };
    const operation = READ_OF_LAMBDA[LAMBDA.exec(path)?.[2] ?? ''] ?? '';
    return { ...common, operation, protocol: 'rest-json', input, body };
  }
  if (service === 's3') return { ...common, operation: '', protocol: 'rest', input: {}, body };
  const input = Object.fromEntries(new URLSearchParams(body));
  return { ...common, operation: input.Action ?? '', protocol: service === 'ec2' ? 'ec2' : 'query', input };
}

/** The body that moto is sent. */
export function bodyOf({ protocol, input, body }: Call): string {
  if (body !== undefined) return body;
  if (protocol === 'json') return JSON.stringify(input);
  return new URLSearchParams(
    Object.entries(input).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

export function isCall(call: Call, operation: string): boolean {
  return `${call.service}:${call.operation}` === operation;
}

export function jsonAnswer(body: object): Answer {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}

/** Changes the JSON of an answer that succeeded. */
export function changed(answer: Answer, change: (body: Record<string, unknown>) => object): Answer {
  if (answer.status !== 200) return answer;
  return { ...answer, body: JSON.stringify(change(JSON.parse(answer.body) as Record<string, unknown>)) };
}

/** Dates as the JSON protocols write them: seconds since 1970. */
export function seconds(date: Date): number {
  return date.getTime() / 1000;
}
