import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { deploy } from '../test/moto/deploy.js';
import { openSandbox, type Sandbox } from '../test/moto/sandbox.js';
import { startMoto } from '../test/moto/server.js';
import { chainFor, type Spec } from '../test/moto/spec.js';
import { likeAws } from '../test/proxy/like-aws.js';
import { startProxy, tally } from '../test/proxy/proxy.js';
import { defaultControls } from './controls.js';
import { figure, type Goal, tableOf } from './table.js';
import { medianOf } from './timing.js';

const RUNS = 3;

/** Reading an account in which all fifteen controls are monitored, from every Region, by the command that users run. */
export async function collection(): Promise<readonly Goal[]> {
  const moto = await startMoto();
  if ('missing' in moto) throw new Error(moto.missing);
  const proxy = await startProxy(moto.url, likeAws(new Date()));
  try {
    const sandbox = await openSandbox(moto.url);
    await deploy(sandbox, monitored());
    const seconds: number[] = [];
    for (let i = 0; i < RUNS; i++) seconds.push(await secondsToRead(sandbox, proxy.url));
    const asked = Object.entries(tally(proxy.calls)).map(([operation, count]) => ({ operation, calls: count / RUNS }));
    asked.sort((a, b) => b.calls - a.calls);
    console.log(
      tableOf(
        ['operation', 'calls'],
        asked.map(({ operation, calls }) => [operation, figure(calls)]),
      ),
    );
    console.log(
      `snapshot of fifteen controls in every Region: ${figure(medianOf(seconds))} s, the start of Node included`,
    );
    return [
      {
        what: 'API calls to read fifteen controls, every Region',
        value: proxy.calls.length / RUNS,
        limit: 56,
        unit: 'calls',
      },
    ];
  } finally {
    await proxy.close();
    await moto.stop();
  }
}

/** A filter and an alarm for each control, on one trail and one topic. */
function monitored(): Spec {
  const controls = defaultControls();
  return {
    ...chainFor(''),
    filters: controls.map(({ slug, canonicalPattern }) => ({
      name: slug,
      logGroup: 'cloudtrail',
      pattern: canonicalPattern,
      metric: slug,
    })),
    alarms: controls.map(({ slug }) => ({ name: slug, metric: slug, topics: ['security'] })),
  };
}

async function secondsToRead({ credentials }: Sandbox, endpoint: string): Promise<number> {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: 'us-east-1',
  };
  const started = performance.now();
  await promisify(execFile)(process.execPath, ['bin/trailproof.js', 'snapshot', '--endpoint-url', endpoint], {
    env,
    maxBuffer: 2 ** 26,
  });
  return (performance.now() - started) / 1000;
}
