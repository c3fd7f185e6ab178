import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../change.js';
import { isOutput, type Step } from '../step.js';
import { awsCommandOf } from './aws-command.js';
import { bashUndo, bashWord } from './bash.js';
import { emitters } from './emitters.js';
import { hostile, hostileWords } from './hostile.case.js';
import { endOfChain, mendedChain, planOf, WORDS, wholeChain } from './plan.case.js';

const KEY = '11111111-2222-3333-4444-555555555555';
const SECOND = '88888888-2222-3333-4444-555555555555';
const SUBSCRIPTION = 'arn:aws:sns:us-east-1:111122223333:security:66666666-7777-8888-9999-000000000000';
const script = (plan: Plan) => emitters['aws-cli'](plan, { shell: 'bash' }).files[0]!.text;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailproof-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Answers = Readonly<Record<string, string>>;

/** `aws` as a function that notes how it was called. `answers`: what it does when it is asked `service command`, in bash; `found`: when it is asked so before a step. */
function run(text: string, answers: Answers = {}, found: Answers = {}) {
  const calls = join(folder, 'calls');
  rmSync(calls, { force: true });
  const all = {
    'sts get-caller-identity': 'echo 111122223333',
    'kms describe-key': refusal('NotFoundException', 'DescribeKey'),
    'kms create-key': `echo ${KEY}`,
    'sns subscribe': `echo ${SUBSCRIPTION}`,
    ...answers,
  };
  // Whoever looks before a step finds what the plan saw, unless it is said otherwise.
  const looks = Object.entries(found).map(([asked, does]) => `  '${asked}') ${does}; return ;;`);
  const look = `case "$*" in *' --output json') case "$1 $2" in\n${looks.join('\n')}\n  esac; echo '"planned"'; return ;; esac`;
  const cases = Object.entries(all).map(([asked, does]) => `  '${asked}') ${does} ;;`);
  const note = `printf '%s\\0' "$#" "$@" >>'${calls}'`;
  const aws = `aws() {\n  ${note}\n  ${look}\n  case "$1 $2" in\n${cases.join('\n')}\n  esac\n}\nsleep() { :; }\n`;
  writeFileSync(join(folder, 'aws'), aws);
  writeFileSync(join(folder, 'fix.sh'), text);
  const env = { PATH: process.env.PATH, BASH_ENV: join(folder, 'aws') };
  const ended = spawnSync('bash', [join(folder, 'fix.sh')], { cwd: folder, env, encoding: 'utf8' });
  return {
    status: ended.status,
    out: ended.stdout,
    err: ended.stderr,
    calls: existsSync(calls) ? callsIn(readFileSync(calls, 'utf8')) : [],
  };
}

function refusal(code: string, operation: string): string {
  return `echo 'An error occurred (${code}) when calling the ${operation} operation: so it is' >&2; return 254`;
}

function callsIn(text: string): readonly (readonly string[])[] {
  const words = text.split('\0').slice(0, -1);
  const calls: string[][] = [];
  for (let at = 0; at < words.length; ) {
    const count = Number(words[at]);
    calls.push(words.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return calls;
}

/** How the step must have been sent: every value as it is, outputs filled in. */
function sent({ operation, region, input }: Step): readonly unknown[] {
  const { service, command } = awsCommandOf(operation);
  const filled = Object.entries(input).map(([member, value]) => [
    member,
    isOutput(value) ? { KeyId: KEY, SubscriptionArn: SUBSCRIPTION }[value.output] : value,
  ]);
  return [service, command, '--region', region, '--cli-input-json', Object.fromEntries(filled)];
}

function read(call: readonly string[]): readonly unknown[] {
  return call.slice(0, 6).map((word, index) => (index === 5 ? (JSON.parse(word) as unknown) : word));
}

const made = (calls: readonly (readonly string[])[]) =>
  calls.filter(([, command = '']) => !/^(get|describe|list)-/.test(command));

describe('a plan as a script for bash', () => {
  it.each([
    ['the end of a chain', endOfChain],
    ['a whole chain', wholeChain],
    ['what is mended', mendedChain],
  ])('sends each step of %s as it is, whatever the names', { timeout: 60_000 }, (_name, changesOf) => {
    fc.assert(
      fc.property(hostileWords, (words) => {
        const plan = planOf(changesOf(words));
        const { status, err, calls } = run(script(plan));
        expect([status, err]).toEqual([0, '']);
        expect(made(calls).map(read)).toEqual(plan.changes.map(({ step }) => sent(step)));
        expect(existsSync(join(folder, 'pwned'))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('what a reader copies to undo a step sends it as it is', () => {
    fc.assert(
      fc.property(hostileWords, (words) => {
        const [undo] = endOfChain({ ...words, region: 'us-east-1' })[0]!.undo;
        const line = bashUndo(undo!);
        expect(line).not.toMatch(/[^ -~]/);
        expect(made(run(line).calls).map(read)).toEqual([sent(undo!)]);
      }),
      { numRuns: 30 },
    );
  });

  it('a word is one word', () => {
    fc.assert(
      fc.property(
        fc.array(
          hostile.map((text) => text.replaceAll('\0', '')),
          { minLength: 1, maxLength: 20 },
        ),
        (words) => {
          const out = execFileSync('bash', ['-c', `printf '%s\\0' ${words.map(bashWord).join(' ')}`]);
          // Half of a surrogate pair is no character: any program is given U+FFFD for it.
          expect(out.toString().split('\0').slice(0, -1)).toEqual(words.map((word) => Buffer.from(word).toString()));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('nothing is done in another account', () => {
    const { status, err, calls } = run(script(planOf(wholeChain(WORDS))), {
      'sts get-caller-identity': 'echo 999988887777',
    });
    expect(status).toBe(1);
    expect(err).toBe('these credentials are of account 999988887777, the plan is for 111122223333\n');
    expect(made(calls)).toEqual([]);
  });

  it('nothing is done without an answer about the account', () => {
    const { status, calls } = run(script(planOf(wholeChain(WORDS))), { 'sts get-caller-identity': 'return 255' });
    expect(status).not.toBe(0);
    expect(made(calls)).toEqual([]);
  });

  it('what is there already is no failure, and is not put again', () => {
    const plan = planOf(wholeChain(WORDS));
    const done = `echo '"done"'`;
    const looks = [
      'cloudwatch describe-alarms',
      'logs describe-metric-filters',
      'logs describe-log-groups',
      'sns get-topic-attributes',
      'cloudtrail describe-trails',
      's3api get-bucket-policy',
      'iam get-role',
      'iam get-role-policy',
      'kms describe-key',
    ];
    const answers = {
      's3api create-bucket': refusal('BucketAlreadyOwnedByYou', 'CreateBucket'),
      'logs create-log-group': refusal('ResourceAlreadyExistsException', 'CreateLogGroup'),
      'kms describe-key': `echo ${KEY}`,
    };
    const { status, out, calls } = run(script(plan), answers, Object.fromEntries(looks.map((look) => [look, done])));
    expect(status).toBe(0);
    expect(out.match(/is there already/g)).toHaveLength(12);
    expect(made(calls).map(([, command]) => command)).toEqual([
      'create-bucket',
      'put-public-access-block',
      'create-log-group',
      'start-logging',
      'create-topic',
      'subscribe',
    ]);
  });

  it('what somebody has changed since is left alone, and the script stops', () => {
    const plan = planOf(mendedChain(WORDS));
    const changed = `echo '"changed"'`;
    for (const [look, command, before] of [
      ['cloudwatch describe-alarms', 'put-metric-alarm', 5],
      ['logs describe-metric-filters', 'put-metric-filter', 4],
      ['sns get-topic-attributes', 'set-topic-attributes', 8],
      ['cloudtrail describe-trails', 'update-trail', 0],
    ] as const) {
      const { status, err, calls } = run(script(plan), {}, { [look]: changed });
      expect([status, made(calls).length]).toEqual([1, before]);
      expect(err).toMatch(/^somebody has changed it since the plan was made[^\n]*\nstopped; [^\n]*\n$/);
      expect(made(calls).map(([, name]) => name)).not.toContain(command);
    }
  });

  it('what cannot be looked at stops it; that nothing is there does not, where nothing is to be there', () => {
    const plan = planOf(wholeChain(WORDS));
    const absent = run(script(plan), {}, { 'iam get-role': refusal('NoSuchEntity', 'GetRole') });
    expect([absent.status, absent.calls.some(([, command]) => command === 'create-role')]).toEqual([0, true]);
    for (const code of ['AccessDenied', 'Throttling']) {
      const { status, err, calls } = run(script(plan), {}, { 'iam get-role': refusal(code, 'GetRole') });
      expect([status, calls.some(([, command]) => command === 'create-role')]).toEqual([1, false]);
      expect(err).toMatch(/An error occurred[\s\S]*stopped/);
    }
  });

  describe('the key of a topic', () => {
    const OTHER = '99999999-2222-3333-4444-555555555555';
    const keyPlan = script(planOf(wholeChain(WORDS)));
    const created = (calls: readonly (readonly string[])[]) =>
      calls.filter(([, command]) => command === 'create-key' || command === 'create-alias').map((call) => call[5]);
    const byKey = (answers: Readonly<Record<string, string>>) =>
      `case "$*" in ${Object.entries(answers)
        .map(([word, does]) => `*${word}*) ${does} ;;`)
        .join(' ')} esac`;

    it('is not another key that has its alias: nothing is encrypted with that', () => {
      const { status, err, calls } = run(keyPlan, { 'kms describe-key': 'echo other' });
      expect(status).toBe(1);
      expect(err).toMatch(/^the alias names another key: it is left alone/);
      expect(created(calls)).toEqual([]);
      expect(calls.some(([, command]) => command === 'create-topic')).toBe(false);
    });

    it('that a stopped run created is used, also where it has no alias yet', () => {
      const { status, out, calls } = run(keyPlan, {
        'kms list-aliases': `printf '${OTHER}\\tNone\\n'`,
        'kms list-keys': `printf '${OTHER}\\t${KEY}\\n'`,
        'kms describe-key': byKey({
          'alias/': refusal('NotFoundException', 'DescribeKey'),
          [OTHER]: `echo ${OTHER}`,
          [KEY]: `echo ${KEY}`,
        }),
      });
      expect(status).toBe(0);
      expect(out).toContain(`key_1=${KEY}\n`);
      expect(created(calls).map((input) => JSON.parse(input!) as unknown)).toEqual([
        { AliasName: 'alias/trailproof', TargetKeyId: KEY },
      ]);
    });

    it('is created where all keys without an alias are others, or may not be looked at', () => {
      const { status, calls } = run(keyPlan, {
        'kms list-keys': `printf '${OTHER}\\n${SECOND}\\n'`,
        'kms describe-key': byKey({
          'alias/': refusal('NotFoundException', 'DescribeKey'),
          [OTHER]: 'echo other',
          [SECOND]: refusal('AccessDeniedException', 'DescribeKey'),
        }),
      });
      expect(status).toBe(0);
      expect(created(calls)).toHaveLength(2);
    });

    it.each(['list-keys', 'list-aliases'])('is not created where %s is denied', (command) => {
      const { status, calls } = run(keyPlan, { [`kms ${command}`]: refusal('AccessDeniedException', 'List') });
      expect([status, created(calls)]).toEqual([1, []]);
    });
  });

  it.each([
    ['a bucket of somebody else', 's3api create-bucket', refusal('BucketAlreadyExists', 'CreateBucket'), 1],
    ['a denied call', 'iam create-role', refusal('AccessDenied', 'CreateRole'), 6],
    ['a policy that is refused', 'sns set-topic-attributes', refusal('InvalidParameter', 'SetTopicAttributes'), 14],
    ['an alias that may not be read', 'kms describe-key', refusal('AccessDeniedException', 'DescribeKey'), 10],
  ])('%s stops it, and nothing after that is done', (_name, asked, answer, count) => {
    const { status, err, calls } = run(script(planOf(wholeChain(WORDS))), { [asked]: answer });
    expect(status).not.toBe(0);
    expect(err).toMatch(/An error occurred \(\w+\)[\s\S]*stopped; what was made before stays/);
    expect(made(calls)).toHaveLength(count);
  });

  it('a role that is not known yet is waited for, another refusal is not', () => {
    const wait = (code: string) =>
      run(script(planOf(wholeChain(WORDS))), {
        'cloudtrail create-trail': `if [ -e '${folder}/known' ]; then return 0; fi; touch '${folder}/known'; ${refusal(code, 'CreateTrail')}`,
      });
    const late = wait('InvalidCloudWatchLogsRoleArnException');
    expect(late.status).toBe(0);
    expect(late.calls.filter(([, command]) => command === 'create-trail')).toHaveLength(2);
    rmSync(join(folder, 'known'));
    const refused = wait('MaximumNumberOfTrailsExceededException');
    expect(refused.status).not.toBe(0);
    expect(refused.calls.filter(([, command]) => command === 'create-trail')).toHaveLength(1);
  });

  it('a plan without changes changes nothing', () => {
    const { status, calls } = run(script(planOf([])));
    expect(status).toBe(0);
    expect(made(calls)).toEqual([]);
  });

  it('says before each step what it is for, what it costs, and how it is undone', () => {
    const text = script(planOf(mendedChain(WORDS)));
    expect(text).toMatch(
      /# 1\. UpdateTrail for `security`\n# {4}for kms-key-loss: the trail security\n# {4}risk: changes; warning: /,
    );
    expect(text).toMatch(/# {4}owner: the CloudFormation stack `security`, which will take this change back/);
    expect(text).toMatch(/# {4}undo: aws cloudtrail update-trail .*"IsMultiRegionTrail": false/);
    expect(text).toMatch(/# {4}cost: about 0\.10 USD a month: one alarm/);
  });
});
