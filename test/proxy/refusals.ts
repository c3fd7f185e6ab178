import type { Operation } from '../../src/account/account.js';
import type { WriteOperation } from '../../src/change/step.js';
import { type Answer, type Behaviour, type Call, isCall } from './call.js';

/** Which calls a refusal is for: an operation, everywhere or in one Region, every time or the first few times. */
export interface Where {
  readonly region?: string;
  readonly times?: number;
  /** Refuse only requests that ask for a further page. */
  readonly furtherPages?: boolean;
}

/** The caller lacks the permission, in the shape of the operation's protocol. */
export function deny(operation: Operation | WriteOperation, where: Where = {}): Behaviour {
  return refuse(operation, where, (call) =>
    refusal(call, call.protocol === 'json' ? 400 : 403, DENIED[call.service] ?? 'AccessDeniedException', [
      `User: arn:aws:sts::111122223333:assumed-role/auditor/audit is not authorized to perform: ${operation}`,
      'because no identity-based policy allows the action',
    ]),
  );
}

export function throttle(operation: Operation | WriteOperation, where: Where = {}): Behaviour {
  return refuse(operation, where, (call) => {
    if (call.protocol === 'ec2') return refusal(call, 503, 'RequestLimitExceeded', ['Request limit exceeded.']);
    return refusal(call, 400, call.protocol === 'json' ? 'ThrottlingException' : 'Throttling', ['Rate exceeded']);
  });
}

/** Any other error: `ExpiredToken`, `UnrecognizedClientException`, … */
export function failWith(
  operation: Operation | WriteOperation | '*',
  code: string,
  message: string,
  where: Where = {},
): Behaviour {
  return refuse(operation, where, (call) => refusal(call, call.protocol === 'json' ? 400 : 403, code, [message]));
}

/** A server in distress: status 500 without anything that can be read. */
export function breakDown(operation: Operation | WriteOperation, where: Where = {}): Behaviour {
  return refuse(operation, where, () => ({ status: 500, headers: { 'content-type': 'text/plain' }, body: '' }));
}

const DENIED: Readonly<Record<string, string>> = {
  cloudwatch: 'AccessDenied',
  ec2: 'UnauthorizedOperation',
  iam: 'AccessDenied',
  sns: 'AuthorizationError',
  sts: 'AccessDenied',
};

function refuse(operation: string, where: Where, answer: (call: Call) => Answer): Behaviour {
  let left = where.times ?? Number.POSITIVE_INFINITY;
  return async (call, next) => {
    const meant =
      (operation === '*' || isCall(call, operation)) &&
      (where.region === undefined || where.region === call.region) &&
      (!where.furtherPages || 'NextToken' in call.input || 'nextToken' in call.input);
    if (!meant || left <= 0) return next(call);
    left--;
    return answer(call);
  };
}

function refusal(call: Call, status: number, code: string, sentences: readonly string[]): Answer {
  const message = sentences.join(' ');
  switch (call.protocol) {
    case 'rest-json':
      return {
        status: status === 400 ? 403 : status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
        body: JSON.stringify({ Message: message }),
      };
    case 'json':
      return {
        status,
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amzn-errortype': code,
          ...(call.headers['x-amzn-query-mode'] && { 'x-amzn-query-error': `${code};Sender` }),
        },
        body: JSON.stringify({ __type: code, message }),
      };
    case 'rest':
      return xml(status, `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>r</RequestId></Error>`);
    case 'query':
      return xml(
        status,
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
      );
    case 'ec2':
      return xml(
        status,
        `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`,
      );
  }
}

function xml(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>${body}` };
}
