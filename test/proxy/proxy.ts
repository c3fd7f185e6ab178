import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type Answer, type Behaviour, bodyOf, type Call, callOf } from './call.js';

/** An HTTP server in front of moto, to which the SDK speaks as if it were AWS. */
export interface AwsProxy {
  readonly url: string;
  /** Every request that came, in order. */
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

/** The first behaviour sees a call first and its answer last. */
export async function startProxy(moto: string, behaviours: readonly Behaviour[] = []): Promise<AwsProxy> {
  const calls: Call[] = [];
  const server = createServer((incoming, outgoing) => {
    answerTo(incoming)
      .catch((error: unknown): Answer => ({ status: 599, headers: {}, body: `the proxy failed: ${String(error)}` }))
      .then((answer) => {
        outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
        outgoing.end(answer.body);
      });
  });
  const answerTo = async (incoming: IncomingMessage): Promise<Answer> => {
    const body = await textOf(incoming);
    const call = callOf(incoming.method ?? 'POST', incoming.url ?? '/', incoming.headers, body);
    calls.push(call);
    const step =
      (index: number) =>
      (asked: Call): Promise<Answer> => {
        const behaviour = behaviours[index];
        return behaviour ? behaviour(asked, step(index + 1)) : forward(moto, asked);
      };
    return step(0)(call);
  };
  const url = await listen(server);
  return {
    url,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** How often each operation was asked. */
export function tally(calls: readonly Call[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { service, operation } of calls) {
    const name = `${service}:${operation}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function forward(moto: string, call: Call): Promise<Answer> {
  const body = bodyOf(call);
  return new Promise((resolve, reject) => {
    const { 'content-length': _length, ...headers } = call.headers;
    const outgoing = request(
      new URL(call.path, moto),
      { method: call.method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        textOf(answer).then(
          (text) => resolve({ status: answer.statusCode ?? 500, headers: kept(answer), body: text }),
          reject,
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** The headers that say what the answer is. Length and connection are this proxy's own. */
function kept({ headers }: IncomingMessage): Record<string, string> {
  const names = ['content-type', 'server', 'x-amzn-errortype', 'x-amzn-requestid', 'x-amzn-query-error'];
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}
