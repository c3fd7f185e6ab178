import { createServer, request } from 'node:http';
import { DEFAULT_REGIONS } from '../../test/proxy/regions.js';

/** Passes bytes on to moto, whatever protocol a client speaks, and counts the requests. */
export interface CountingProxy {
  readonly url: string;
  /** Requests since the last call. */
  taken(): number;
  close(): Promise<void>;
}

/** DescribeRegions is answered here with the Regions that an account has by default; moto answers those of all partitions. */
export async function startCountingProxy(moto: string): Promise<CountingProxy> {
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    count += 1;
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      if (body.includes('Action=DescribeRegions')) {
        outgoing.writeHead(200, { 'content-type': 'text/xml' }).end(REGIONS_ANSWER);
        return;
      }
      const { method, headers } = incoming;
      const onward = request(new URL(incoming.url ?? '/', moto), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      onward.once('error', () => outgoing.writeHead(502).end());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    taken: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const REGIONS_ANSWER = `<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><regionInfo>${DEFAULT_REGIONS.map(
  (name) =>
    `<item><optInStatus>opt-in-not-required</optInStatus><regionName>${name}</regionName><regionEndpoint>ec2.${name}.amazonaws.com</regionEndpoint></item>`,
).join('')}</regionInfo></DescribeRegionsResponse>`;
