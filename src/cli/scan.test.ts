import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeIo } from './io.case.js';
import { run } from './program.js';
import { ARN, call, DISABLED, HARMLESS, json, KEY, scan, scanOf, writeLog } from './scan.case.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailproof-scan-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, events: readonly object[]) => writeLog(join(folder, name), events);

describe('scan', () => {
  test('JSON without an event is told with its file in every form, and is no good end', async () => {
    const file = await write('a.json.gz', [HARMLESS]);
    await writeFile(join(folder, 'b.json'), `${JSON.stringify(HARMLESS)}\n{"event":{"action":"DisableKey"}}`);
    await writeFile(join(folder, 'c.json'), '{"Service":"Amazon S3","Event":"s3:TestEvent"}');
    const scanned = await scan(folder);
    expect(scanned.status).toBe(2);
    expect(scanned.out.match(/b\.json/g)).toHaveLength(1);
    expect(scanned.out).not.toContain('c.json');
    for (const format of ['csv', 'ndjson']) {
      const { status, err } = await scan(folder, '--format', format);
      expect(status).toBe(2);
      expect(err).toMatch(/b\.json at byte \d+: JSON that is no event/);
    }
    expect(json(await scan(folder, '--format', 'json')).problems).toHaveLength(1);
    expect((await scan(file, join(folder, 'c.json'))).status).toBe(0);
  });

  test('where there is nothing, or nothing but other files, no scan has been done', async () => {
    const empty = await scan(folder);
    expect([empty.status, empty.out]).toEqual([3, '']);
    expect(empty.err).toContain('there is nothing at');
    await writeFile(join(folder, 'README'), 'a text');
    const other = await scan(folder);
    expect(other.status).toBe(3);
    expect(other.err).toMatch(/no log was found among 1 file or folder \(.*README\)/);
    const file = await write('a.json.gz', [HARMLESS]);
    expect((await scan(file, folder)).status).toBe(0);
    expect((await scan(folder, folder)).out).toMatch(/1 file or folder that is no log \(.*README\)/);
  });

  test('no alert is 0, and says what was looked at', async () => {
    await write('111122223333_CloudTrail_eu-west-1_20261120T0905Z_abcdefgh.json.gz', [HARMLESS]);
    const { status, out, err } = await scan(folder);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/1 file, .* 1 event /);
    expect(out).toMatch(/2026-11-20 09:05 UTC.*111122223333 · eu-west-1/);
    expect(out).toMatch(/No alert\.\n$/);
  });

  test('an alert is 1, with the shape that it promises', async () => {
    await write('a.json.gz', [HARMLESS, DISABLED]);
    const scanned = await scan(folder, '--format', 'json');
    expect(scanned.status).toBe(1);
    const result = json(scanned);
    expect(result).toMatchObject({
      schema: 'trailproof/scan/1',
      stats: { files: 1, events: 2, bytesRead: expect.any(Number), bytesInflated: expect.any(Number) },
      suppressed: [],
      problems: [],
      coverage: { accounts: [{ account: '111122223333', regions: [{ region: 'eu-west-1', hours: 2 }] }] },
    });
    expect(result.alerts).toMatchObject([
      {
        rule: 'kms-key-disabled',
        severity: 'high',
        account: '111122223333',
        region: 'eu-west-1',
        event: { source: 'kms.amazonaws.com', name: 'DisableKey', outcome: 'success' },
        events: [DISABLED.eventID],
        actor: { principal: 'arn:aws:iam::111122223333:role/Operations', session: 'alice' },
        key: { arn: ARN, deletionDate: null, daysLeft: null },
        status: 'open',
        supersedes: ['kms-key-loss'],
        context: { sameActor: [{ name: 'DescribeKey', count: 1, failed: 0 }] },
      },
    ]);
  });

  test('the deadline, and how many days are left of it', async () => {
    await write('a.json.gz', [
      call('ScheduleKeyDeletion', '10:00:00', {
        requestParameters: { keyId: KEY, pendingWindowInDays: 14 },
        responseElements: { keyId: ARN, deletionDate: 'Dec 4, 2026, 10:00:00 AM', pendingWindowInDays: 14 },
      }),
    ]);
    const [alert] = json(await scan(folder, '--rule', 'kms-key-deletion-scheduled', '--format', 'json')).alerts;
    expect(alert.key).toMatchObject({ daysLeft: 13, pendingWindowInDays: 14, isComputed: false });
    expect(alert.key.deletionDate).toMatch(/^2026-12-04T10:00/);
  });

  test('a key that was enabled again is recovered, whichever file tells it', async () => {
    await write('b.json.gz', [DISABLED]);
    await write('a.json.gz', [call('EnableKey', '11:00:00')]);
    const [alert] = json(await scan(folder, '--rule', 'kms-key-disabled', '--format', 'json')).alerts;
    expect(alert).toMatchObject({ status: 'recovered', statusEvent: { name: 'EnableKey' } });
  });

  test('the same event in two files is one alert', async () => {
    await write('a.json.gz', [DISABLED]);
    await write('b.json.gz', [HARMLESS, DISABLED]);
    expect(json(await scan(folder, '--format', 'json')).alerts).toHaveLength(1);
  });

  test('what cannot be read is 2, with its file, and what can be is read', async () => {
    await write('a.json.gz', [DISABLED]);
    const whole = gzipSync(JSON.stringify({ Records: Array.from({ length: 200 }, () => HARMLESS) }));
    await writeFile(join(folder, 'cut.json.gz'), whole.subarray(0, whole.length - 40));
    const scanned = await scan(folder, '--format', 'json');
    expect(scanned.status).toBe(2);
    const { alerts, problems } = json(scanned);
    expect(alerts).toHaveLength(1);
    expect(problems.length).toBeGreaterThan(0);
    for (const { file, reason } of problems) {
      expect(file).toMatch(/cut\.json\.gz$/);
      expect(reason).toMatch(/\S/);
    }
  });

  test('no value of one record ends the scan', async () => {
    const scheduled = (number: number, window: unknown, deletionDate: unknown) =>
      call('ScheduleKeyDeletion', `10:00:0${number}`, {
        requestParameters: { keyId: KEY, pendingWindowInDays: window },
        responseElements: { keyId: ARN, deletionDate },
      });
    await write('a.json.gz', [
      call('DescribeKey', '', { eventTime: '0001-01-01T00:00:00Z' }),
      scheduled(1, 7, 1e300),
      scheduled(2, 7, -9e15),
      scheduled(3, 1e20, null),
      call('DescribeKey', '', { eventTime: '2026-11-20T12:00:00Z' }),
    ]);
    const scanned = await scan(folder, '--rule', 'kms-key-deletion-scheduled', '--format', 'json');
    expect([scanned.status, scanned.err]).toEqual([2, '']);
    const { alerts, coverage, problems } = json(scanned);
    expect(alerts.map(({ key }: { key: object }) => key)).toMatchObject([
      { deletionDate: '2026-11-27T10:00:01Z', isComputed: true },
      { deletionDate: '2026-11-27T10:00:02Z', isComputed: true },
      { deletionDate: null },
    ]);
    expect(problems).toMatchObject([
      { offset: 0, reason: expect.stringMatching(/^`0001-01-01T00:00:00Z` is no time/) },
    ]);
    expect(coverage).toMatchObject({
      from: '2026-11-20T10:00:01.000Z',
      accounts: [{ regions: [{ hours: 3, inferred: 1 }] }],
    });
  });

  test('alerts are kept; the same scan adds none; they can be listed and shown', async () => {
    await write('a.json.gz', [DISABLED]);
    const store = `sqlite:${join(folder, 'alerts.db')}`;
    const logs = join(folder, 'a.json.gz');
    expect((await scan(logs, '--store', store)).err).toMatch(/1 new alerts, 0 changed/);
    expect((await scan(logs, '--store', store)).err).toMatch(/0 new alerts, 0 changed/);
    const io = fakeIo();
    expect(await run(['alerts', '--store', store], io)).toBe(0);
    expect(io.written.out).toMatch(/high +2026-11-20 10:00 +kms-key-disabled/);
    const shown = fakeIo();
    await run(['alerts', '--store', store, '--format', 'json'], shown);
    const [{ id }] = JSON.parse(shown.written.out);
    const one = fakeIo();
    await run(['alerts', '--store', store, id.slice(0, 8)], one);
    expect(one.written.out).toMatch(/aws kms enable-key/);
  });

  test('an exception silences what it names, and is told', async () => {
    await write('a.json.gz', [DISABLED]);
    const file = join(folder, 'exceptions.yaml');
    await writeFile(
      file,
      `- { id: planned, rule: kms-key-disabled, language: kql, query: 'kms.key.arn: "${ARN}"', owner: ops, reason: retired, expires: 2027-01-01 }\n`,
    );
    const logs = join(folder, 'a.json.gz');
    const scanned = await scan(logs, '--rule', 'kms-key-disabled', '--exceptions', file, '--format', 'json');
    expect(scanned.status).toBe(0);
    expect(json(scanned).suppressed).toMatchObject([
      { kind: 'excepted', exception: 'planned', owner: 'ops', count: 1 },
    ]);
  });

  test('what the reader must know is told in every form, also where nothing is told of what lies around the alerts', async () => {
    const file = await write('a.json.gz', [DISABLED, call('DisableKey', '10:00:01')]);
    const rule = join(folder, 'one.yaml');
    await writeFile(
      rule,
      'id: one\ntitle: One\ndescription: One.\nseverity: low\nmaxAlerts: 1\ndetection: { language: kql, query: "event.action: DisableKey" }\n',
    );
    const options = [file, '--rules', rule, '--since', '2026-11-20', '--context', '0', '--format'];
    const note = /alarm-overwritten \(90d\).* do not know what was before 2026-11-20T00:00:00.000Z/;
    const heldBack = /one: 1 more match in 1 execution/;
    expect((await scan(...options, 'terminal')).out.replace(/\s+/g, ' ')).toMatch(note);
    expect(json(await scan(...options, 'json')).notes).toEqual([expect.stringMatching(note)]);
    for (const format of ['csv', 'ndjson']) {
      const { err } = await scan(...options, format);
      expect(err).toMatch(note);
      expect(err).toMatch(heldBack);
    }
  });

  test('what was read once is told where there are alerts of which more was asked', async () => {
    const notes = async (events: readonly object[], ...argv: readonly string[]): Promise<readonly string[]> =>
      json(await scanOf(JSON.stringify(events), '-', '--format', 'json', ...argv)).notes;
    expect(await notes([DISABLED])).toEqual(['standard input was read once: what lies around its alerts is not told']);
    expect(await notes([DISABLED], '--context', '0')).toEqual([]);
    expect(await notes([HARMLESS])).toEqual([]);
  });

  test("Elastic's rule in both of its published forms", async () => {
    await write('a.json.gz', [HARMLESS, DISABLED, call('DisableKey', '10:30:00', { errorCode: 'AccessDenied' })]);
    const query = (dataset: string) =>
      `${dataset} and event.provider:kms.amazonaws.com and event.action:("DisableKey" or "ScheduleKeyDeletion") and event.outcome:success`;
    const toml = (id: string, dataset: string, from: string) =>
      `[metadata]\nmaturity = "production"\n[rule]\nrule_id = "${id}"\nname = "KMS key disabled"\ndescription = "d"\nseverity = "medium"\nrisk_score = 47\ntype = "query"\nlanguage = "kuery"\n${from}\nquery = '''\n${query(dataset)}\n'''\n`;
    const first = join(folder, 'first.toml');
    const later = join(folder, 'later.toml');
    await writeFile(first, toml('first', 'event.dataset:aws.cloudtrail', 'from = "now-60m"\ninterval = "10m"'));
    await writeFile(later, toml('later', 'data_stream.dataset: "aws.cloudtrail"', 'from = "now-6m"'));
    const { alerts } = json(
      await scan(join(folder, 'a.json.gz'), '--no-pack', '--rules', first, later, '--format', 'json'),
    );
    expect(alerts.map(({ rule, severity, risk }: Record<string, unknown>) => [rule, severity, risk]).sort()).toEqual([
      ['first', 'medium', 47],
      ['later', 'medium', 47],
    ]);
  });

  test('lines of JSON and of CSV', async () => {
    await write('a.json.gz', [DISABLED]);
    const lines = (await scan(folder, '--format', 'ndjson')).out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).rule)).toEqual(['kms-key-disabled']);
    expect((await scan(folder, '--format', 'csv')).out).toMatch(
      /^id,rule,severity,.*\r\n[0-9a-f]+,kms-key-disabled,high,/,
    );
  });

  test('rules that are all switched off in their files are said to be so', async () => {
    const file = join(folder, 'off.ndjson');
    const off = { rule_id: 'off', name: 'Off', enabled: false, type: 'query', query: '*', risk_score: 1 };
    await writeFile(file, JSON.stringify(off));
    const { status, err } = await scan(folder, '--no-pack', '--rules', file);
    expect(status).toBe(3);
    expect(err).toMatch(/switched off/);
  });

  test.each([
    [['/no/such/folder'], /there is no such file/],
    [['.', '--no-pack'], /leave out `--no-pack`/],
    [['.', '--rule', 'nope'], /there is no rule `nope`/],
    [['.', '--since', 'soon'], /`soon` is not an instant/],
    [['.', '--since', '2026-11-21', '--until', '2026-11-20'], /nothing lies between/],
    [['.', '--store', 'x.db'], /is not a store/],
    [['ftp://x/y'], /not a source/],
    [['.', '--rules', '/no/rules'], /\/no\/rules/],
  ])('%j is 3, on one line', async (argv, message) => {
    const { status, out, err } = await scan(...argv);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toMatch(/\n|should not have happened/);
  });
});
