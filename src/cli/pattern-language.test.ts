import { describe, expect, test } from 'vitest';
import { fakeIo } from './io.case.js';
import { run } from './program.js';

const EVENTS = 'examples/cloudtrail-key-loss.json';
const EVENT = 'event.action: "DisableKey" and event.outcome: success';
const ENVELOPE = {
  version: '0',
  id: 'x',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.kms',
  account: '111122223333',
  time: '2026-03-01T10:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: { eventName: 'DisableKey' },
};

async function pattern(argv: readonly string[], stdin: string | readonly string[] = []) {
  const io = fakeIo({ stdin });
  const status = await run(['pattern', ...argv], io);
  return { status, ...io.written };
}
const kql = (command: string, ...argv: readonly string[]) => pattern([command, '--language', 'kql', ...argv]);
const eventbridge = (command: string, ...argv: readonly string[]) =>
  pattern([command, '--language', 'eventbridge', ...argv]);

describe('KQL', () => {
  test('in words', async () => {
    const { status, out } = await kql('explain', EVENT);
    expect(status).toBe(0);
    expect(out).toContain('`event.action` is `DisableKey`');
  });

  test.each([
    [EVENT, 0, '1 of 5 events matches'],
    ['actor.principal: *role/Operations', 0, '4 of 5 events match'],
    ['event.outcome: failure', 1, '0 of 5 events match'],
  ])('%s ends with %d', async (query, status, tally) => {
    const answer = await kql('test', query, EVENTS);
    expect(answer).toMatchObject({ status, err: '' });
    expect(answer.out).toContain(tally);
  });

  test.each([
    ['event.action: Disable*', 'event.action: DisableKey', 'wider'],
    ['event.action: (a or b)', 'event.action: b or event.action: a', 'equal'],
    ['event.action: a', 'event.action: b', 'incomparable'],
    // It is computed from the record: nothing is claimed of it.
    ['actor.principal: a*', 'actor.principal: a', 'unknown'],
  ])('%s is to %s: %s', async (first, second, relation) => {
    const { out } = await kql('compare', first, second, '--format', 'json');
    expect(JSON.parse(out).relation).toBe(relation);
  });

  test.each([
    [
      'explain',
      'event.actoin: x',
      /there is no field `event\.actoin` \(at character 1\); did you mean `event\.action`/,
    ],
    ['test', 'event.action: (', /at character \d+\)/],
    ['compare', 'event.action: (', /is not a KQL query/],
  ])('%s: %s is one line with the place', async (command, text, line) => {
    const { status, out, err } = await kql(command, ...(command === 'compare' ? [text, text] : [text]));
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^trailproof: [^\n]+\n$/);
    expect(err).toMatch(line);
  });
});

describe('an event pattern', () => {
  const disabled = '{"source":["aws.kms"],"detail":{"eventName":["DisableKey"]}}';

  test('is put to records, whose envelope is known, and to events of EventBridge', async () => {
    expect((await eventbridge('test', disabled, EVENTS)).out).toContain('1 of 5 events matches');
    const argv = ['test', '--language', 'eventbridge', disabled];
    expect((await pattern(argv, JSON.stringify(ENVELOPE))).status).toBe(0);
    expect((await pattern(argv, JSON.stringify({ ...ENVELOPE, source: 'aws.s3' }))).status).toBe(1);
  });

  test('what the record does not tell of its envelope is not known, and nothing else is the reason', async () => {
    const { status, out } = await eventbridge('test', '{"source":["aws.kms"],"id":["x"]}', EVENTS);
    expect(status).toBe(2);
    expect(new Set(out.match(/^ {4}.*$/gm))).toEqual(
      new Set(['    the id of an event is not known before it happens']),
    );
  });

  test.each([
    ['{"source":["aws.kms"]}', '{"source":[{"prefix":"aws."}]}', 'narrower'],
    ['{"detail":{"eventName":[{"prefix":"Disable"}]}}', '{"detail":{"eventName":["DisableKey"]}}', 'wider'],
    ['{"source":["aws.kms","aws.s3"]}', '{"source":["aws.s3","aws.kms"]}', 'equal'],
  ])('%s is to %s: %s', async (first, second, relation) => {
    const { out } = await eventbridge('compare', first, second, '--format', 'json');
    expect(JSON.parse(out).relation).toBe(relation);
  });

  test('has no words, and says which languages have', async () => {
    const { status, err } = await eventbridge('explain', '{}');
    expect(status).toBe(3);
    expect(err).toMatch(/'eventbridge' is invalid.*cloudwatch, kql/);
  });
});

describe('any of the two', () => {
  test.each(['kql', 'eventbridge'])('%s: lines, in order', async (language) => {
    const text = language === 'kql' ? EVENT : '{"detail":{"eventName":["DisableKey"]}}';
    const lines = [
      { pattern: text, input: '{"eventName":"DisableKey"}' },
      { pattern: text, input: '{"eventName":"EnableKey"}' },
      { pattern: text, input: 'no JSON' },
      { pattern: '{"', input: '{}' },
    ];
    const { status, out } = await pattern(
      ['test', '--language', language, '--format', 'ndjson'],
      lines.map((line) => `${JSON.stringify(line)}\n`),
    );
    expect(status).toBe(0);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { matches: true, valid: true },
      { matches: false, valid: true },
      { matches: null, valid: true },
      { matches: false, valid: false },
    ]);
  });

  test('AWS’s matcher of filter patterns is not asked about others', async () => {
    const { status, err } = await kql('test', '--confirm', EVENT, EVENTS);
    expect(status).toBe(3);
    expect(err).toMatch(/knows filter patterns alone; leave out/);
  });
});
