import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORTED, ITEM, LATER_TOML, LIST, lines, REFERENCE } from './elastic/elastic.case.js';
import { loadControls, loadExceptions, loadRules } from './index.js';

const { controls } = loadControls();
const RULE = 'id: mine\ntitle: T\ndescription: D\nseverity: low\ndetection: { control: root-usage }\n';

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Uint8Array): string {
  writeFileSync(path(name), text);
  return path(name);
}
const load = (...paths: readonly string[]) => loadRules({ controls, paths, pack: false });
const codes = ({ problems }: { readonly problems: readonly { readonly code: string }[] }) =>
  problems.map(({ code }) => code);

describe('the user’s rules', () => {
  it('are of all forms, in files and folders', () => {
    mkdirSync(path('mixed'));
    write('mixed/a.yaml', RULE);
    write('mixed/b.toml', LATER_TOML);
    write('mixed/c.ndjson', lines({ ...EXPORTED, rule_id: 'c', exceptions_list: [REFERENCE] }, LIST, ITEM));
    write('mixed/notes.txt', 'nothing');
    const { rules, exceptions, problems, notes } = load(path('mixed'));
    expect([problems, notes]).toEqual([[], []]);
    expect(rules.map(({ id, origin }) => [id, origin.kind])).toEqual([
      ['mine', 'user'],
      [EXPORTED.rule_id, 'elastic'],
      ['c', 'elastic'],
    ]);
    expect(exceptions.map(({ id, rule }) => [id, rule])).toEqual([['pipeline', 'c']]);
    expect(load(path('mixed/a.yaml')).rules.map(({ id }) => id)).toEqual(['mine']);
  });

  it('are in folders of folders as well, but not behind a link', () => {
    mkdirSync(path('deep/rules/aws'), { recursive: true });
    mkdirSync(path('deep/.git'));
    write('deep/rules/aws/b.toml', LATER_TOML);
    write('deep/a.yaml', RULE);
    write('deep/.git/c.yaml', 'nothing');
    symlinkSync(path('deep'), path('deep/rules/round'));
    const { rules, problems } = load(path('deep'));
    expect(problems).toEqual([]);
    expect(rules.map(({ id }) => id)).toEqual(['mine', EXPORTED.rule_id]);
    mkdirSync(path('deeper/1/2/3/4/5/6/7/8/9'), { recursive: true });
    expect(codes(load(path('deeper')))).toEqual(['too-many-files']);
  });

  it('are added to the pack and to the controls’ rules', () => {
    const file = write('mine.yaml', RULE);
    const ids = loadRules({ controls, paths: [file] }).rules.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['kms-key-disabled', 'root-usage', 'mine']));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('may begin with a mark of the byte order', () => {
    expect(load(write('bom.yaml', `\uFEFF${RULE}`)).rules.length).toBe(1);
    expect(load(write('bom.toml', `\uFEFF${LATER_TOML}`)).rules.length).toBe(1);
    expect(load(write('bom.ndjson', `\uFEFF${lines(EXPORTED)}`)).rules.length).toBe(1);
  });

  it('are refused where an id is taken, with their exceptions; the earlier stays', () => {
    const first = write('first.toml', LATER_TOML);
    const second = write(
      'second.ndjson',
      lines({ ...EXPORTED, name: 'Second', exceptions_list: [REFERENCE] }, LIST, ITEM),
    );
    const { rules, exceptions, problems } = load(first, second);
    expect(rules.map(({ origin }) => origin.file)).toEqual([first]);
    expect(exceptions).toEqual([]);
    expect(problems).toMatchObject([{ code: 'id-taken', file: second, line: 1 }]);
    expect(problems[0]!.message).toContain(first);
    const control = write('control.yaml', RULE.replace('mine', 'root-usage'));
    expect(loadRules({ controls, paths: [control] }).problems).toMatchObject([
      { code: 'id-taken', message: 'the id `root-usage` is taken by the control of that name' },
    ]);
  });

  it('are refused where they would silence what is more severe and may not be silenced', () => {
    const file = write('low.yaml', `${RULE}supersedes: [kms-key-deletion-scheduled]\n`);
    const { rules, problems } = loadRules({ controls, paths: [file] });
    expect(rules.find(({ id }) => id === 'mine')).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'undue-supersedes', file, line: 6 }]);
    const critical = write(
      'critical.yaml',
      `${RULE.replace('low', 'critical')}supersedes: [kms-key-deletion-scheduled]\n`,
    );
    expect(loadRules({ controls, paths: [critical] }).problems).toEqual([]);
  });

  it('are refused with their file', () => {
    const bad = write('bad.yaml', RULE.replace('low', 'lowest'));
    expect(load(bad)).toMatchObject({ rules: [], problems: [{ code: 'unknown-word', file: bad, line: 4 }] });
    expect(codes(load(write('rule.json', '{}')))).toEqual(['unknown-form']);
    expect(codes(load(write('packed.ndjson', gzipSync('{}'))))).toEqual(['compressed']);
    expect(codes(load(path('none.yaml')))).toEqual(['unreadable']);
    mkdirSync(path('empty'));
    expect(codes(load(path('empty')))).toEqual(['no-rules']);
  });
});

it('exceptions are read from files, each of a rule that is loaded', () => {
  const { rules } = loadRules({ controls });
  const text = (rule: string) =>
    `- { id: ${rule}, rule: ${rule}, language: kql, query: 'user.name: x', owner: a, reason: b, expires: 2027-01-01 }\n`;
  const good = write('good-exceptions.yaml', text('kms-key-disabled'));
  const bad = write('bad-exceptions.yaml', text('no-such-rule'));
  const { exceptions, problems } = loadExceptions([good, bad, path('none')], rules);
  expect(exceptions.map(({ id }) => id)).toEqual(['kms-key-disabled']);
  expect(problems.map(({ code }) => code).sort()).toEqual(['unknown-rule', 'unreadable']);
});
