import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { call, DISABLED, HARMLESS, json, scan, writeLog } from './scan.case.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailproof-scan-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, events: readonly object[]) => writeLog(join(folder, name), events);

/** Which time is asked for, and which hours and places the files cover. */
describe('scan', () => {
  test('what was delivered late is told of where `--since` leaves it out', async () => {
    const late = [call('ScheduleKeyDeletion', '08:10:00'), call('DisableKey', '08:20:00'), HARMLESS];
    await write('111122223333_CloudTrail_eu-west-1_20261120T1105Z_0123456789abcdef.json.gz', late);
    await write('some-copy.json.gz', [call('DisableKey', '07:00:00')]);
    const { status, out } = await scan(folder, '--since', '2026-11-20T10:00Z');
    expect(status).toBe(0);
    const words = out.replace(/\s+/g, ' ');
    expect(words).toContain(
      '2 events that rules look for happened before `--since`, the first at 2026-11-20T08:10:00Z, and were delivered after it',
    );
    expect((await scan(folder, '--since', '2026-11-20T08:10:00.000Z')).status).toBe(1);
    expect((await scan(folder, '--since', '2026-11-20T12:00Z')).out).not.toContain('delivered after it');
    const { err } = await scan(folder, '--since', '2026-11-20T10:00Z', '--format', 'csv');
    expect(err).toContain('delivered after it');
  });

  test('a range that leaves out every file is said to be what did it', async () => {
    await write('111122223333_CloudTrail_eu-west-1_20261120T0905Z_abcdefgh.json.gz', [HARMLESS]);
    const scanned = await scan(folder, '--until', '2026-01-01');
    expect(scanned.status).toBe(0);
    expect(scanned.out).toMatch(/1 file or folder of other times, which leaves\s+none/);
  });

  test('a range: events outside it raise nothing', async () => {
    await write('a.json.gz', [DISABLED]);
    expect((await scan(folder, '--until', '2026-11-20T10:00:00Z')).status).toBe(0);
    expect((await scan(folder, '--since', '2026-11-20T10:00:00Z')).status).toBe(1);
    expect((await scan(folder, '--since', '2026-11-20', '--until', '2026-11-20')).status).toBe(1);
  });

  test('a time without a zone is UTC for the range as for the alert', async () => {
    await write('a.json.gz', [call('DisableKey', '', { eventTime: '2026-11-20 10:00:00' })]);
    const range = ['--since', '2026-11-20T10:00Z', '--until', '2026-11-20T10:01Z'];
    const [alert] = json(await scan(folder, ...range, '--format', 'json')).alerts;
    expect(alert.time).toBe('2026-11-20T10:00:00Z');
  });

  test('a file of several accounts and Regions is placed in none', async () => {
    await write('a.json.gz', [
      call('DescribeKey', '01:00:00', { awsRegion: 'us-east-1' }),
      call('DisableKey', '03:00:00', { awsRegion: 'ap-south-1', recipientAccountId: '999988887777' }),
      call('DescribeKey', '02:00:00', { awsRegion: 'us-west-2' }),
    ]);
    expect(json(await scan(folder, '--format', 'json')).coverage).toMatchObject({
      to: '2026-11-20T03:00:00.000Z',
      accounts: [],
      mixed: { files: 1, regions: ['ap-south-1', 'us-east-1', 'us-west-2'] },
    });
    expect((await scan(folder)).out).toMatch(/1 file of several accounts or Regions/);
  });

  test('a file that begins with something else covers the hours of its events', async () => {
    const other = { type: 'header', version: 1 };
    const notification = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'x', awsRegion: 'us-east-1' };
    for (const first of [other, notification]) {
      await writeFile(
        join(folder, 'a.json'),
        [first, DISABLED, call('DescribeKey', '12:30:00')].map((one) => JSON.stringify(one)).join('\n'),
      );
      const { coverage, skipped } = json(await scan(folder, '--format', 'json'));
      expect(coverage.accounts).toMatchObject([
        { account: '111122223333', regions: [{ region: 'eu-west-1', from: '2026-11-20T10:00:00.000Z', hours: 3 }] },
      ]);
      expect([coverage.unplaced, skipped]).toEqual([0, []]);
    }
  });

  test('hours between the first and the last record are said to be inferred', async () => {
    await write('a.json.gz', [call('DescribeKey', '01:00:00'), call('DescribeKey', '20:00:00')]);
    expect((await scan(folder)).out).toMatch(/inferred: 18 of 20 hours/);
  });
});
