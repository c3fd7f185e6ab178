import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FakeIo, fakeIo } from './io.case.js';
import { run } from './program.js';

const CANONICAL =
  '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }';

async function trailproof(
  argv: readonly string[],
  options: Parameters<typeof fakeIo>[0] = {},
): Promise<FakeIo['written'] & { status: number }> {
  const io = fakeIo(options);
  const status = await run(argv, io);
  return { status, ...io.written };
}
const answers = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('explain', () => {
  test('says it in words', async () => {
    const { status, out } = await trailproof(['pattern', 'explain', CANONICAL]);
    expect(status).toBe(0);
    expect(out).toContain('`DisableKey` or is `ScheduleKeyDeletion`');
  });

  test('a pattern that AWS refuses is one line with the place', async () => {
    const { status, err, out } = await trailproof(['pattern', 'explain', '{ $.a = }']);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^trailproof: `\{ \$\.a = \}` is not a filter pattern .*\(at character 9\).*\n$/);
  });

  test('a pattern cannot draw on the terminal', async () => {
    const { out, err } = await trailproof(['pattern', 'explain', '"\x1b[2J\u202e"']);
    expect(out + err).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('test', () => {
  const events = JSON.stringify({ Records: [{ eventName: 'DisableKey' }, { eventName: 'EnableKey' }] });

  test.each([
    ['{ $.eventName = "DisableKey" }', 0, '1 of 2 events matches'],
    ['{ $.eventName = "DeleteKey" }', 1, '0 of 2 events match'],
  ])('%s ends with %d', async (pattern, status, tally) => {
    const answer = await trailproof(['pattern', 'test', pattern], { stdin: events });
    expect(answer).toMatchObject({ status, err: '' });
    expect(answer.out).toContain(tally);
  });

  test('what is not known is neither a match nor none', async () => {
    const { status, out } = await trailproof(['pattern', 'test', '{ $.a = true }'], { stdin: '{"a":true}' });
    expect(status).toBe(2);
    expect(out).toMatch(/^\? /);
    expect(out).toContain('of 1 it is not known');
  });

  test('a key that occurs twice is a doubt, wherever the event came from', async () => {
    const twice = '{"eventName":"EnableKey","eventName":"DisableKey"}';
    for (const stdin of [
      twice,
      `[${twice}]`,
      `{"Records":[${twice}]}`,
      JSON.stringify({ events: [{ message: twice }] }),
    ]) {
      const { status, out } = await trailproof(['pattern', 'test', '{ $.eventName = "DisableKey" }'], { stdin });
      expect(status, stdin).toBe(2);
      expect(out).toContain('when a key occurs twice');
    }
  });

  test('an account file is no event', async () => {
    const { status, out, err } = await trailproof(['pattern', 'test', 'ERROR', 'examples/silent-key-loss.json']);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(
      /^trailproof: .*; judge it with `trailproof audit --snapshot examples\/silent-key-loss\.json`.*\n$/,
    );
  });

  test.each([
    ['arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects', `${'{"a":'.repeat(100_000)}1.0${'}'.repeat(100_000)}`],
    ['a record', `{"Records":[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]}`],
  ])('nested a hundred thousand times: %s', async (_, stdin) => {
    const { status, out, err } = await trailproof(['pattern', 'test', '{ $.a = 1 }'], { stdin });
    expect([1, 2]).toContain(status);
    expect(err).toBe('');
    expect(out).toMatch(/0 of 1 event match/);
  });

  test('many patterns: one answer for each line, in order, bad lines too', async () => {
    const stdin = [
      '{"pattern":"ERROR","input":"an ERROR"}',
      'not json',
      '{"pattern":"{","input":"x"}',
      '{"pattern":"ERROR"}',
      '{"pattern":"-ERROR","input":"ERROR"}',
    ].join('\n');
    const { status, out } = await trailproof(['pattern', 'test', '--format', 'ndjson'], { stdin });
    expect(status).toBe(3);
    expect(answers(out)).toEqual([
      { matches: true, valid: true, reason: '' },
      { matches: null, valid: false, reason: 'the line is not JSON' },
      { matches: false, valid: false, reason: expect.stringContaining('never closed') },
      { matches: null, valid: false, reason: 'the line has no text `input`' },
      { matches: false, valid: true, reason: '' },
    ]);
  });

  test('without an event there is no answer', async () => {
    expect(await trailproof(['pattern', 'test', 'ERROR'], { stdin: '\n' })).toMatchObject({ status: 3, out: '' });
  });
});

describe('compare', () => {
  test.each([
    ['{ $.a = "x*" }', '{ $.a = "xy" }', 'wider'],
    ['{ $.a = "xy" }', '{ $.a = "x*" }', 'narrower'],
    ['{ $.a = "x" }', '{ $.b = "y" }', 'incomparable'],
    ['{ ($.a = "x") || ($.b = "y") }', '{ ($.b = "y") || ($.a = "x") }', 'equal'],
    ['ERROR', '"ERROR 5"', 'wider'],
    ['', 'ERROR', 'wider'],
    ['[a,b]', '[a,b,...]', 'unknown'],
    ['[a=x,b]', '[a=y,b]', 'unknown'],
    ['[a=x, ...]', '[first = x, ...]', 'equal'],
    // What the JSON pattern asks for holds the term: so does the text of every event that it matches.
    ['{ $.eventName = "DisableKey" }', 'DisableKey', 'narrower'],
    ['%Disable%', '{ $.eventName = "DisableKey*" }', 'wider'],
    ['{ $.a = 7 }', 'DisableKey', 'incomparable'],
    ['{ $.eventName = "EnableKey" }', '-DisableKey', 'incomparable'],
    // A term can stand in a key, too, and a value that is escaped need not hold it.
    ['{ $.eventName = "DisableKey" }', '"a/b"', 'unknown'],
    ['{ $.path = "a/b" }', '"a/b"', 'unknown'],
    ['[a, b]', '{ $.a = 7 }', 'unknown'],
  ])('%s and %s: %s', async (first, second, relation) => {
    const { status, out } = await trailproof(['pattern', 'compare', '--format', 'json', '--', first, second]);
    expect(status).toBe(0);
    const answer = JSON.parse(out);
    expect(answer.relation).toBe(relation);
    if (relation === 'unknown') return; // one of the two may be known all the same
    expect(answer.onlyFirst !== null).toBe(relation === 'wider' || relation === 'incomparable');
    expect(answer.onlySecond !== null).toBe(relation === 'narrower' || relation === 'incomparable');
  });
});

test('a pattern that begins like an option: how to give it', async () => {
  const { status, err } = await trailproof(['pattern', 'explain', '-ERROR']);
  expect(status).toBe(3);
  expect(err).toMatch(/^trailproof: unknown option '-ERROR'; a pattern that begins with `-` goes after `--`\n$/);
  expect((await trailproof(['pattern', 'explain', '--', '-ERROR'])).status).toBe(0);
});

describe('what is not known has its reason', () => {
  test.each([
    ['{ $.a = true }', '{ $.a IS TRUE }', 'how `=` and `!=` compare with true and false'],
    ['{ $.a = "*.x" }', '{ $.a = %\\.x$% }', 'AWS was seen to take each piece'],
    ['{ $.path = "a/b" }', '"a/b"', 'searches the text of the event'],
    ['[a, b]', '{ $.a = 7 }', 'searches the text of the event'],
  ])('%s and %s', async (first, second, reason) => {
    const { out } = await trailproof(['pattern', 'compare', first, second, '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({ relation: 'unknown', why: expect.stringContaining(reason) });
    const words = await trailproof(['pattern', 'compare', first, second]);
    expect(words.out.replace(/\s+/g, ' ')).toContain(`not known, because ${JSON.parse(out).why}`);
  });
});

describe('covers', () => {
  const covers = (...rest: string[]) => ['pattern', 'covers', '--control', 'kms-key-loss', ...rest];

  test.each([
    [CANONICAL, 0, 'covered'],
    ['{ $.eventName = "DisableKey" }', 1, 'missed'],
    ['{ ($.eventSource = kms.amazonaws.com) && ($.recipientAccountId = 111122223333) }', 1, 'missed'],
  ])('%s: %d', async (pattern, status, word) => {
    const answer = await trailproof(covers(pattern));
    expect(answer.status).toBe(status);
    expect(answer.out).toContain(word);
  });

  test('an invalid pattern ends with 3', async () => {
    expect(await trailproof(covers('{'))).toMatchObject({ status: 3, out: '' });
  });

  test('in bulk, a witness for what is missed', async () => {
    const stdin = [CANONICAL, '{ $.eventName = "DisableKey" }', '{']
      .map((pattern) => JSON.stringify({ pattern }))
      .join('\n');
    const { status, out } = await trailproof(covers(), { stdin: [stdin, '\n'] });
    expect(status).toBe(0);
    const [covered, missed, invalid] = answers(out);
    expect(covered).toEqual({ pattern: CANONICAL, verdict: 'covered', witness: null, reason: '' });
    expect(missed).toMatchObject({
      verdict: 'missed',
      witness: { eventSource: 'kms.amazonaws.com', eventName: 'ScheduleKeyDeletion' },
    });
    expect(invalid).toMatchObject({ pattern: '{', verdict: 'invalid', witness: null });
  });

  test('what only we do not read is unknown, and not called AWS’s refusal', async () => {
    const pattern = '{ $.eventName = %.{1,600}.{1,600}% }';
    const { status, out } = await trailproof(covers(), { stdin: JSON.stringify({ pattern }) });
    expect(status).toBe(0);
    const reason = expect.stringContaining('beyond what is read here');
    expect(answers(out)).toEqual([{ pattern, verdict: 'unknown', witness: null, reason }]);
    const { err } = await trailproof(['pattern', 'explain', pattern]);
    expect(err).toContain('is more than is read here');
    expect(err).not.toContain('that AWS takes:');
    const tested = await trailproof(['pattern', 'test', '--format', 'ndjson'], {
      stdin: JSON.stringify({ pattern, input: '{}' }),
    });
    expect(answers(tested.out)).toEqual([{ matches: null, valid: true, reason }]);
  });

  test('a line that cannot be read is answered, and ends with 3', async () => {
    const { status, out } = await trailproof(covers(), {
      stdin: `[]\n{"pattern":5}\n${JSON.stringify({ pattern: CANONICAL })}`,
    });
    expect(status).toBe(3);
    expect(answers(out).map(({ verdict }) => verdict)).toEqual(['invalid', 'invalid', 'covered']);
  });

  test('a control that is not there is suggested', async () => {
    const { status, err } = await trailproof(['pattern', 'covers', '--control', 'kms-key-los', CANONICAL]);
    expect(status).toBe(3);
    expect(err).toContain('did you mean `kms-key-loss`');
  });

  test('a pattern after --controls is the pattern, not one more folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
    const page = await readFile('docs/controls.md', 'utf8');
    await writeFile(join(folder, 'own.yaml'), /```yaml\n(slug: [\s\S]*?)```/.exec(page)?.[1] ?? '');
    const argv = ['pattern', 'covers', '--control', 'access-key-creation', '--controls', folder];
    expect(await trailproof([...argv, '{ $.eventName = CreateAccessKey }'])).toMatchObject({ status: 0, err: '' });
  });

  test('a control of the user’s own that is wrong ends the run with its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
    await writeFile(join(folder, 'mine.yaml'), 'slug: [');
    const { status, err } = await trailproof(covers(CANONICAL, '--controls', folder));
    expect(status).toBe(3);
    expect(err).toMatch(/^trailproof: .*mine\.yaml.*\n$/);
  });
});
