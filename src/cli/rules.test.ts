import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeIo } from './io.case.js';
import { run } from './program.js';
import { scan } from './scan.case.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailproof-rules-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('rules', () => {
  test("the pack's own tests pass", async () => {
    const io = fakeIo();
    expect(await run(['rules', 'test'], io)).toBe(0);
    expect(io.written.out).toMatch(/^\d+ passed, 0 failed\n$/);
  });

  test('a rule whose own test fails is named, and does not run', async () => {
    const file = join(folder, 'mine.yaml');
    await writeFile(
      file,
      'id: mine\ntitle: Mine\ndescription: d\nseverity: low\ndetection: { language: kql, query: "event.action: DisableKey" }\nguide: { investigation: look, response: act }\ntests:\n  - { name: wrong, alerts: 0, event: { eventName: DisableKey, eventSource: kms.amazonaws.com } }\n',
    );
    const io = fakeIo();
    expect(await run(['rules', 'test', '--no-pack', '--rules', file], io)).toBe(1);
    expect(io.written.out).toMatch(/mine: wrong: 0 expected, 1 raised/);
    const lint = fakeIo();
    expect(await run(['rules', 'lint', file], lint)).toBe(1);
    expect(lint.written.out).toMatch(/its test `wrong` expects/);
    const { status, err } = await scan(folder, '--rules', file);
    expect(status).toBe(3);
    expect(err).toMatch(/the rule `mine` is refused/);
  });

  test('what cannot be read has not been checked: that is 3, after what is wrong with the others', async () => {
    const wrong = join(folder, 'wrong.yaml');
    await writeFile(wrong, 'id: x\n');
    const io = fakeIo();
    expect(await run(['rules', 'lint', wrong, join(folder, 'none.yaml')], io)).toBe(3);
    expect(io.written.out).toContain('wrong.yaml:1');
    expect(io.written.err).toMatch(/^trailproof: cannot read `.*none\.yaml`/);
  });

  test('lint knows the pack: what a rule may supersede, and which ids are taken', async () => {
    const linted = async (...paths: readonly string[]) => {
      const io = fakeIo();
      return { status: await run(['rules', 'lint', ...paths], io), out: io.written.out };
    };
    const own = await readFile('catalogue/rules/kms-key-disabled.yaml', 'utf8');
    const [taken, sound] = [join(folder, 'taken.yaml'), join(folder, 'sound.yaml')];
    await writeFile(taken, own);
    await writeFile(sound, own.replace('id: kms-key-disabled', 'id: mine'));
    expect(await linted('catalogue/rules')).toEqual({ status: 0, out: '' });
    expect(await linted(sound)).toEqual({ status: 0, out: '' });
    expect(await linted(taken)).toMatchObject({ status: 1, out: expect.stringContaining('is taken by the pack') });
  });

  test('tests of the severity that is asked for', async () => {
    const all = fakeIo();
    const some = fakeIo();
    await run(['rules', 'test'], all);
    expect(await run(['rules', 'test', '--severity', 'critical'], some)).toBe(0);
    expect(Number.parseInt(some.written.out, 10)).toBeLessThan(Number.parseInt(all.written.out, 10));
  });

  test('a list and one rule', async () => {
    const listed = fakeIo();
    await run(['rules', 'list', '--severity', 'critical'], listed);
    expect(listed.written.out).toMatch(/critical +kms-key-deletion-scheduled/);
    expect(listed.written.out).not.toMatch(/^high/m);
    const shown = fakeIo();
    await run(['rules', 'show', 'kms-key-disabled'], shown);
    expect(shown.written.out).toMatch(/event\.action: "DisableKey"/);
  });
});
