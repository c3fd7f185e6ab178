import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built } from '../cli/executable.js';
import { eventText, scanProcess } from './scan-process.js';

/** Events that nearly all match. The documented goal is 250 MB; the bound leaves room for another machine's Node. */
const BOUND = 300;
const EVENTS = 40_000;

let folder: string;
const peaks: string[] = [];
beforeAll(() => {
  built();
  folder = mkdtempSync(join(tmpdir(), 'trailproof-matches-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  console.info(`peak memory, of which the goal is 250 MB: ${peaks.join(', ')}`);
});

const uuid = (n: number): string => `0a1b2c3d-1111-4222-8333-${n.toString(16).padStart(12, '0')}`;
const timeOf = (n: number): string => new Date(Date.UTC(2026, 10, 1) + n * 2_160).toISOString().replace(/\.\d+/, '');
const padding = { userAgent: 'x'.repeat(400), responseElements: null };

/** A day of them. */
const KINDS: Readonly<Record<string, (n: number) => string>> = {
  refused: (n) =>
    eventText('GetObject', uuid(n), {
      ...padding,
      eventTime: timeOf(n),
      eventSource: 's3.amazonaws.com',
      errorCode: 'AccessDenied',
      // Each of another caller: those of one are one alert an hour.
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${n}` },
    }),
  'lost keys': (n) =>
    eventText(['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'][n % 3]!, uuid(n), {
      ...padding,
      eventTime: timeOf(n),
    }),
  'uses of keys that are pending deletion': (n) =>
    eventText('Decrypt', uuid(n), {
      ...padding,
      eventTime: timeOf(n),
      errorCode: 'KMSInvalidStateException',
      errorMessage: `arn:aws:kms:eu-west-1:111122223333:key/${uuid(n)} is pending deletion.`,
    }),
};
const RULES = [
  'unauthorized-api-calls',
  'kms-key-deletion-scheduled',
  'kms-key-disabled-then-scheduled',
  'kms-key-policy-changed-while-pending',
  'kms-keys-lost-in-burst',
  'kms-key-pending-deletion-used',
];

describe('memory is bounded however many events match, and what was left out is told', () => {
  test.each(Object.entries(KINDS))('%s', { timeout: 300_000 }, async (kind, text) => {
    const file = join(folder, `${kind}.ndjson`);
    const to = openSync(file, 'w');
    for (let n = 0; n < EVENTS; n += 1000)
      writeSync(to, Array.from({ length: 1000 }, (_, at) => `${text(n + at)}\n`).join(''));
    closeSync(to);
    const { status, peak, report } = await scanProcess(['--rule', ...RULES, '--context', '200', '--', file]);
    peaks.push(`${kind} ${peak}`);
    expect(status).toBe(1);
    expect(report.stats.events).toBe(EVENTS);
    expect(report.alerts.length).toBeGreaterThanOrEqual(1000);
    expect(report.alerts.length).toBeLessThan(10_000);
    const heldBack = report.suppressed.reduce((sum, { count }) => sum + count, 0);
    if (kind === 'refused') expect(report.alerts.length + heldBack).toBe(EVENTS);
    else expect(report.notes.join()).toMatch(/there is room for|compares at most/);
    expect(peak).toBeLessThan(BOUND);
  });
});
