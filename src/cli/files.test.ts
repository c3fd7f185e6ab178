import { chmod, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeIo } from './io.case.js';
import { readEvents } from './read-events.js';
import { linesOf } from './read-input.js';
import { writeOutput } from './write-output.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
});

describe('output', () => {
  test('replaces the file at once and leaves no draft behind', async () => {
    const file = join(folder, 'report.json');
    await writeFile(file, 'old');
    await writeOutput(fakeIo(), file, 'new');
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['report.json']);
  });

  test('`-` and none are standard output', async () => {
    const io = fakeIo();
    await writeOutput(io, '-', 'a');
    await writeOutput(io, undefined, 'b');
    expect(io.written.out).toBe('ab');
  });

  test('for the owner alone, whatever an older file allowed; else what it allowed', async () => {
    const file = join(folder, 'account.json');
    const mode = async () => (await stat(file)).mode & 0o777;
    await writeOutput(fakeIo(), file, 'first', { ownerOnly: true });
    expect(await mode()).toBe(0o600);
    await chmod(file, 0o640);
    await writeOutput(fakeIo(), file, 'second');
    expect(await mode()).toBe(0o640);
    await writeOutput(fakeIo(), file, 'third', { ownerOnly: true });
    expect([await mode(), await readFile(file, 'utf8')]).toEqual([0o600, 'third']);
  });

  test('a link stays a link, a device is not replaced', async () => {
    await writeFile(join(folder, 'real'), '');
    await symlink(join(folder, 'real'), join(folder, 'link'));
    await writeOutput(fakeIo(), join(folder, 'link'), 'text');
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('text');
    await writeOutput(fakeIo(), '/dev/null', 'text');
    expect(await readdir('/dev')).toContain('null');
  });

  test('a folder that is not there is said in one line', async () => {
    await expect(writeOutput(fakeIo(), join(folder, 'no', 'file'), '')).rejects.toThrow(
      /cannot write `.*`: there is no such folder/,
    );
  });
});

describe('lines', () => {
  test('come whole, however they were cut', async () => {
    const lines: string[] = [];
    for await (const line of linesOf(fakeIo({ stdin: ['a', 'b\nc\r', '\n\nd'] }), '-')) lines.push(line);
    expect(lines).toEqual(['ab', 'c', '', 'd']);
  });
});

describe('events', () => {
  const event = { eventName: 'DisableKey', n: 1 };
  const text = JSON.stringify(event);
  test.each([
    ['one event', JSON.stringify(event, null, 2), [text]],
    ['an array', JSON.stringify([event, event]), [text, text]],
    ['a CloudTrail file', JSON.stringify({ Records: [event] }), [text]],
    ['filter-log-events', JSON.stringify({ events: [{ message: text }] }), [text]],
    ['lines of JSON', `${text}\n\n${text}\n`, [text, text]],
    ['lines of text', 'ERROR one\n[INFO] two\r\n', ['ERROR one', '[INFO] two']],
    ['a number as it was written', '{"n":1.0}', ['{"n":1.0}']],
    ['nothing', '', []],
    ['a key that occurs twice, as it was written', '{"Records":[{"a":1,"a":2}]}', ['{"a":1,"a":2}']],
    ['escapes, as they were written', '[{"a":"\\u0041"}]', ['{"a":"\\u0041"}']],
    ['an event on several lines, on one', '[\n {\n  "a": "x  y",\n  "a": 1.0\n }\n]', ['{"a":"x  y","a":1.0}']],
    ['texts in an array', '["ERROR one", "two"]', ['ERROR one', 'two']],
    ['events without a message', '{"events":[{"a":1}]}', ['{"a":1}']],
    ['any depth', `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`, ['['.repeat(100_000) + ']'.repeat(100_000)]],
  ])('%s', async (_, stdin, expected) => {
    expect((await readEvents(fakeIo({ stdin }), '-')).map(({ text }) => text)).toEqual(expected);
  });

  test.each([
    ['{"schema":"trailproof/account/1","reads":[]}', /the configuration of an account.*: no event is in it/],
    ['{\n "schema": "trailproof/account/7" }', /the configuration of an account/],
    ['{"schema":"trailproof/audit/1","results":[]}', /is what trailproof wrote, and no event/],
  ])('what trailproof wrote itself is no event: %s', async (stdin, says) => {
    await expect(readEvents(fakeIo({ stdin }), '-')).rejects.toThrow(says);
  });

  test('what begins like JSON and is not is refused', async () => {
    await expect(readEvents(fakeIo({ stdin: '{\n "a": 1,\n' }), '-')).rejects.toThrow(/begins like JSON/);
  });
});
