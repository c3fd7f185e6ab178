import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built } from '../cli/executable.js';
import { eventText, scanProcess } from './scan-process.js';

let folder: string;
beforeAll(() => {
  built();
  folder = mkdtempSync(join(tmpdir(), 'trailproof-odd-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('inputs that are no usual files', () => {
  test('a pipe is read once, though an alert asks for what lies around it', { timeout: 60_000 }, async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const file = join(folder, 'x.json');
    writeFileSync(file, eventText('DisableKey', 'a'));
    execFileSync('bash', ['-c', `cat ${file} > ${pipe} &`], { stdio: 'ignore' });
    const { status, report } = await scanProcess([pipe, '--context', '200']);
    expect([status, report.alerts.length, report.problems]).toEqual([1, 1, []]);
  });

  test('JSON that is no log of CloudTrail is told, and covers no hours', async () => {
    const file = join(folder, 'notification.json');
    const record = {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'eu-west-1',
      eventName: 'ObjectCreated:Put',
    };
    writeFileSync(file, JSON.stringify({ Records: [{ ...record, eventTime: '2026-11-20T10:00:00Z' }] }));
    const { status, report } = await scanProcess([file]);
    expect([status, report.coverage.accounts]).toEqual([0, []]);
    expect(report.skipped).toEqual([expect.stringMatching(/^1 file that begins with something else/)]);
  });

  test('a name cannot draw on the terminal', async () => {
    const file = join(folder, 'a\u001b[31m\n.json');
    writeFileSync(file, '{"eventName":');
    const { status, err } = await scanProcess([file, '--format', 'ndjson']);
    expect(status).toBe(2);
    expect(err).not.toContain('\u001b');
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain('a\\x1b[31m\\n.json');
  });
});
