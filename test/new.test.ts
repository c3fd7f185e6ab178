import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** `npm run new` in a copy of the project: what it writes is sound, and its one example fails until it is replaced. */
const project = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'trailproof-new-'));

beforeAll(() => {
  for (const part of ['src', 'catalogue', 'scripts', 'package.json', 'tsconfig.json'])
    cpSync(join(project, part), join(copy, part), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function node(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...args], { cwd: copy, maxBuffer: 1 << 26 }, (error, out, err) => {
      const status = error ? error.code : 0;
      if (typeof status === 'number') resolve({ status, out, err });
      else reject(error);
    });
  });
}

const create = (...args: readonly string[]) => node('scripts/new.mjs', ...args);

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** The tests of one file of the copy, by name; `undefined` when the file could not be run at all. */
async function tested(file: string): Promise<Record<string, string>> {
  const report = join(copy, 'report.json');
  await node(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--root',
    copy,
    '--reporter=json',
    `--outputFile=${report}`,
    file,
  );
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  return Object.fromEntries(
    testResults.flatMap(({ assertionResults }) => assertionResults.map(({ title, status }) => [title, status])),
  );
}

describe('npm run new', () => {
  it('control: refused for its one example, and sound when that is replaced', async () => {
    expect(await create('control', 'example-calls')).toMatchObject({ status: 0, err: '' });
    const file = join(copy, 'catalogue/controls/example-calls.yaml');
    const text = readFileSync(file, 'utf8');
    const { parseControl } = await import('../src/catalogue/index.js');
    expect(parseControl(text, file)).toMatchObject({
      kind: 'refused',
      problems: [{ message: expect.stringContaining('the call that must be reported') }],
    });
    expect(parseControl(text.replace('ReplaceMe', 'ExampleCall'), file)).toMatchObject({
      kind: 'control',
      control: { slug: 'example-calls', title: 'Example calls' },
    });
  });

  it('rule: refused for its one example, and sound when that is replaced', async () => {
    expect(await create('rule', 'example-called')).toMatchObject({ status: 0, err: '' });
    const file = join(copy, 'catalogue/rules/example-called.yaml');
    const text = readFileSync(file, 'utf8');
    const [{ lintRules, parseRuleFile }, { acceptRules }] = await Promise.all([
      import('../src/catalogue/index.js'),
      import('../src/detect/index.js'),
    ]);
    const problemsOf = (of: string) => {
      const { rules, problems } = parseRuleFile(of, file);
      return [...problems, ...acceptRules(rules).problems, ...lintRules(rules)];
    };
    expect(problemsOf(text)).toMatchObject([
      { code: 'rule-test-failed', message: expect.stringContaining('the call that raises it') },
    ]);
    expect(problemsOf(text.replace('ReplaceMe', 'ExampleCall'))).toEqual([]);
  });

  it('link: its examples fail until it is written and entered', async () => {
    const made = await create('link', 'event-pipe');
    expect(made).toMatchObject({ status: 0, err: '' });
    expect(made.out).toContain('src/chain/links/reads.ts');
    expect(await tested('src/chain/links/event-pipe.test.ts')).toMatchObject({
      'is in the table of what links read': 'failed',
      'holds in an account in which it is right': 'failed',
      'fails in an account in which it only looks right': 'failed',
    });
  }, 120_000);

  it('language: its laws hold, its one example fails', async () => {
    expect(await create('language', 'plain-names')).toMatchObject({ status: 0, err: '' });
    const results = await tested('src/languages/plain-names/laws.test.ts');
    expect(Object.values(results).filter((status) => status === 'passed')).toHaveLength(3);
    expect(results['reads the first documented example']).toBe('failed');
  }, 120_000);

  it('what it wrote is accepted by the type checker, once the link is entered into its tables', async () => {
    const enter = (file: string, before: string, line: string) => {
      const path = join(copy, file);
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(before);
      writeFileSync(path, text.replace(before, line + before));
    };
    enter('src/chain/link.ts', "\n  | 'target'", "\n  | 'event-pipe'");
    enter('src/chain/links/reads.ts', '\n} as const satisfies', "\n  'event-pipe': ['ec2:DescribeRegions'],");
    const { out } = await node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json');
    const written = out.split('\n').filter((line) => /event-pipe|plain-names/.test(line) && !/^test\//.test(line));
    // Other tables by kind of link lack it now, and the compiler names them.
    expect(written.filter((line) => /^src\/(chain\/links|languages)\//.test(line))).toEqual([]);
    expect(out).toContain('src/report/words.ts');
  }, 120_000);

  it.each([
    [[], 'a kind and a name are needed'],
    [['link'], 'a kind and a name are needed'],
    [['gadget', 'x'], 'unknown kind `gadget`'],
    [['rule', 'kms-key-disabled'], 'is there already'],
    [['control', 'Not Kebab'], 'is not a name in kebab-case'],
    [['control', '../../escape'], 'is not a name in kebab-case'],
    [['control', 'kms-key-loss'], 'is there already'],
  ])('refuses %j, and writes nothing', async (args, message) => {
    const ended = await create(...args);
    expect(ended).toMatchObject({ status: 1, out: '' });
    expect(ended.err).toContain(message);
    expect(existsSync(join(copy, 'escape.yaml'))).toBe(false);
  });
});
