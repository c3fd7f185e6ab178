import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TimeRange } from '../cloudtrail/object-name.js';
import type { ScanProblem } from '../scan/item.js';
import { filesOf } from './files.js';
import { nothingSkipped } from './skipped.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'trailproof-sources-'));
});
afterEach(() => rm(root, { recursive: true }));

const ALWAYS: TimeRange = { since: null, until: null };
const DAY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20';
const logName = (time: string) => `111122223333_CloudTrail_us-east-1_${time}_abcdefgh.json.gz`;

async function make(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), '');
  }
}

async function found(paths: readonly string[], range = ALWAYS) {
  const skipped = nothingSkipped();
  const problems: ScanProblem[] = [];
  const walk = { range, skipped, problem: (problem: ScanProblem) => problems.push(problem), seen: new Set<string>() };
  const files: string[] = [];
  for (const path of paths)
    for await (const item of filesOf(join(root, path), walk))
      if (item.kind === 'file') files.push(item.path.slice(root.length + 1));
  return { files, skipped, problems };
}

describe('the files of a folder', () => {
  test('in the order of their names, at any depth, without what is hidden', async () => {
    await make('b.json', 'a/z.ndjson', 'a/000000.gz', '.hidden.json', '.git/x.json');
    expect((await found([''])).files).toEqual(['a/000000.gz', 'a/z.ndjson', 'b.json']);
  });

  test('digests and Insights are left out wherever they lie, and counted', async () => {
    await make(
      `${DAY}/${logName('20261120T1005Z')}`,
      'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/d.json.gz',
      'flat/111122223333_CloudTrail-Insight_us-east-1_20261120T1005Z_abc.json.gz',
    );
    const { files, skipped } = await found(['']);
    expect(files).toHaveLength(1);
    expect(skipped).toMatchObject({ digests: 1, insights: 1, outOfRange: 0, other: 0 });
  });

  test('a file of any name is read when it begins as a log does, and named otherwise', async () => {
    const begins: Readonly<Record<string, string | Buffer>> = {
      'stream-1-2026-03-01-10-00-00-uuid': '{"eventVersion":"1.11"}',
      'zipped-1': gzipSync('{}'),
      'x.json.bz2': ' \n[{}]',
      'really.bz2': Buffer.from('BZh91AY&SY'),
      'a.tail': '2026-11-20T10:00:01.123000+00:00 111122223333_CloudTrail {"a":1}',
      'UPPER.JSON': 'no JSON',
      README: 'A text.',
      'notes.txt': 'A text.',
      'events.txt': '{"eventVersion":"1.11"}',
      'picture.png': Buffer.from('89504e470d0a1a0a', 'hex'),
      empty: '',
    };
    for (const [name, bytes] of Object.entries(begins)) await writeFile(join(root, name), bytes);
    const { files, skipped } = await found(['']);
    expect(files).toEqual([
      ...['UPPER.JSON', 'a.tail', 'events.txt', 'really.bz2', 'stream-1-2026-03-01-10-00-00-uuid', 'x.json.bz2'],
      'zipped-1',
    ]);
    expect(skipped.other).toBe(4);
    expect(skipped.otherNames.map((name) => name.slice(root.length + 1))).toEqual([
      'README',
      'empty',
      'notes.txt',
      'picture.png',
    ]);
  });

  test('what other services write beside CloudTrail is left out, as in a bucket, unless it is named', async () => {
    await make('AWSLogs/111122223333/Config/us-east-1/c.json.gz', `${DAY}/${logName('20261120T1005Z')}`);
    const { files, skipped } = await found(['']);
    expect([files.length, skipped.other]).toEqual([1, 1]);
    expect((await found(['AWSLogs/111122223333/Config'])).files).toHaveLength(1);
  });

  test('a copy that leaves CloudTrail’s level out is read, and what is left out is named', async () => {
    const day = 'AWSLogs/111122223333/us-east-1/2026/11/20';
    await make(`${day}/${logName('20261120T1005Z')}`, 'AWSLogs/111122223333/Config/us-east-1/c.json.gz');
    const { files, skipped } = await found(['']);
    expect(files).toEqual([`${day}/${logName('20261120T1005Z')}`]);
    expect(skipped.otherNames).toEqual([join(root, 'AWSLogs/111122223333/Config')]);
  });

  test('a digest that is named itself is left out as well: it holds no events', async () => {
    await make('111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20261120T100500Z.json.gz');
    const { files, skipped } = await found([
      '111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20261120T100500Z.json.gz',
    ]);
    expect([files, skipped.digests]).toEqual([[], 1]);
  });

  test('what is no log is counted, unless it was named', async () => {
    await make('notes.pdf', 'x.json');
    expect(await found([''])).toMatchObject({ files: ['x.json'], skipped: { other: 1 } });
    expect((await found(['notes.pdf'])).files).toEqual(['notes.pdf']);
  });

  test('times that names tell are looked at; files that tell none are read', async () => {
    await make(`${DAY}/${logName('20261120T0005Z')}`, `${DAY}/${logName('20261120T1005Z')}`, 'x.json');
    const { files, skipped } = await found([''], { since: '2026-11-20T09:00:00.000Z', until: null });
    expect(files).toEqual([`${DAY}/${logName('20261120T1005Z')}`, 'x.json']);
    expect(skipped.outOfRange).toBe(1);
  });

  test('a file that is reached twice is read once', async () => {
    await make('logs/x.json');
    await symlink(join(root, 'logs/x.json'), join(root, 'logs/y.json'));
    await symlink(join(root, 'logs'), join(root, 'logs/round'));
    expect((await found(['logs', 'logs/x.json', ''])).files).toEqual(['logs/x.json']);
  });

  test('a link to a folder is followed, and comes to its end where it goes round', async () => {
    await make('elsewhere/x.json', 'logs/deep/y.json');
    await symlink(join(root, 'elsewhere'), join(root, 'logs/linked'));
    await symlink(join(root, 'logs'), join(root, 'logs/deep/up'));
    expect((await found(['logs'])).files).toEqual(['logs/deep/y.json', 'logs/linked/x.json']);
  });

  test('what is hidden and what is no file is counted', async () => {
    await make('.hidden.json', '.git/x.json', 'x.json');
    execFileSync('mkfifo', [join(root, 'pipe.json')]);
    expect(await found([''])).toMatchObject({ files: ['x.json'], skipped: { other: 3 }, problems: [] });
  });

  test('names of any characters and bytes', async () => {
    await make('new\nline.json', '\u001b[31mred.json', 'é.json');
    await writeFile(
      Buffer.concat([Buffer.from(`${root}/`), Buffer.from('fffe2e6a736f6e', 'hex')]),
      '{"eventName":"x"}',
    );
    await mkdir(Buffer.concat([Buffer.from(`${root}/`), Buffer.from('ff', 'hex')]));
    const problems: ScanProblem[] = [];
    const walk = { range: ALWAYS, skipped: nothingSkipped(), problem: (one: ScanProblem) => problems.push(one) };
    const read: string[] = [];
    for await (const item of filesOf(root, { ...walk, seen: new Set<string>() })) {
      read.push((item.kind === 'file' ? item.path : item.name).slice(root.length + 1));
      if (item.kind === 'file') continue;
      let text = '';
      for await (const chunk of item.chunks) text += Buffer.from(chunk).toString();
      expect(text).toBe('{"eventName":"x"}');
    }
    expect(read.sort()).toEqual(['\u001b[31mred.json', '\\xff\\xfe.json', 'new\nline.json', 'é.json'].sort());
    expect(problems).toEqual([
      { file: join(root, '\\xff'), offset: 0, code: 'unreadable', reason: expect.stringMatching(/UTF-8/) },
    ]);
  });

  test('a link to nothing is a problem', async () => {
    await make('x.json');
    await symlink(join(root, 'gone.json'), join(root, 'a.json'));
    const { files, problems } = await found(['']);
    expect(files).toEqual(['x.json']);
    expect(problems).toEqual([
      { file: join(root, 'a.json'), offset: 0, code: 'unreadable', reason: 'it points nowhere' },
    ]);
  });

  test('a path that is not there rejects', async () => {
    await expect(found(['nothing'])).rejects.toThrow(/ENOENT/);
  });
});
