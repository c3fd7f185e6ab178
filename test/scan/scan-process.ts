import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface ScanEnded {
  readonly status: number | null;
  readonly err: string;
  /** Of the JSON report what these tests ask for. */
  readonly report: {
    readonly stats: { readonly files: number; readonly events: number; readonly bytesInflated: number };
    readonly alerts: readonly { readonly events: readonly string[] }[];
    readonly problems: readonly { readonly file: string; readonly offset: number; readonly reason: string }[];
    readonly suppressed: readonly { readonly count: number }[];
    readonly skipped: readonly string[];
    readonly notes: readonly string[];
    readonly coverage: { readonly accounts: readonly { readonly account: string }[] };
  };
  /** Megabytes that the process had in memory at most, all threads together. */
  readonly peak: number;
}

let runs = 0;

/** `trailproof scan` with the one rule for disabled keys, in a process of its own. `stdin` is written as it comes. */
export async function scanProcess(
  argv: readonly string[],
  stdin: Iterable<Uint8Array> = [],
  node = process.execPath,
): Promise<ScanEnded> {
  const peakFile = join(tmpdir(), `trailproof-peak-${process.pid}-${runs++}`);
  const hook = `import { writeFileSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads';
    if (isMainThread) process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`;
  const child = spawn(
    node,
    [
      `--import=data:text/javascript,${encodeURIComponent(hook)}`,
      `${ROOT}bin/trailproof.js`,
      ...['scan', '--rule', 'kms-key-disabled', '--format', 'json', '--context', '0', ...argv],
    ],
    { cwd: ROOT, env: { ...process.env, NO_COLOR: '1', PEAK_FILE: peakFile } },
  );
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdin.on('error', () => {}); // it may end before it has read all
  const status = new Promise<number | null>((resolve) => child.on('close', resolve));
  for (const chunk of stdin) {
    if (child.stdin.destroyed) break;
    if (!child.stdin.write(chunk)) await Promise.race([new Promise((done) => child.stdin.once('drain', done)), status]);
  }
  child.stdin.end();
  const ended = await status;
  const peak = Math.round(Number(readFileSync(peakFile, 'utf8')) / 1024);
  rmSync(peakFile);
  return { status: ended, err, report: JSON.parse(out || '{}'), peak };
}

/** The scan's library as it is compiled: threads run from compiled files only. */
export async function compiledScan(): Promise<typeof import('../../src/scan/scan-items.js')> {
  return import(pathToFileURL(`${ROOT}dist/scan/scan-items.js`).href);
}

/** One event of CloudTrail, as text. */
export function eventText(name: string, id: string, over: object = {}): string {
  return JSON.stringify({
    eventVersion: '1.11',
    eventTime: '2026-11-20T10:00:00Z',
    eventSource: 'kms.amazonaws.com',
    eventName: name,
    awsRegion: 'eu-west-1',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333' },
    requestParameters: { keyId: `arn:aws:kms:eu-west-1:111122223333:key/${id}` },
    eventID: id,
    recipientAccountId: '111122223333',
    ...over,
  });
}
