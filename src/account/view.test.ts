import { describe, expect, it } from 'vitest';
import type { Account, Read } from './account.js';
import { answerTo } from './view.js';

const account = (...reads: readonly Read[]): Account => ({
  schema: 'trailproof/account/1',
  tool: { name: 'trailproof', version: '1.2.3' },
  readAt: '2026-11-20T12:00:00.000Z',
  account: '111122223333',
  partition: 'aws',
  caller: 'arn:aws:sts::111122223333:assumed-role/auditor/audit',
  alias: null,
  regions: ['eu-west-1'],
  narrowed: false,
  reads,
});
const rules = (rest: Partial<Read> = {}): Read => ({
  region: 'eu-west-1',
  operation: 'events:ListRules',
  input: {},
  pages: [{ Rules: [{ Name: 'one' }] }],
  ...rest,
});
const answer = (...reads: readonly Read[]) => answerTo(account(...reads), 'eu-west-1', 'events:ListRules');
const denied = { pages: [], error: { kind: 'denied', code: 'AccessDenied', message: 'no' } } as const;

describe('an answer', () => {
  it('is found under its Region, operation and input', () => {
    expect(answer(rules()).kind).toBe('answered');
    expect(answer(rules({ region: 'us-east-1' })).kind).toBe('not-read');
    expect(answer(rules({ operation: 'events:ListTargetsByRule' })).kind).toBe('not-read');
  });

  it('to a narrower question is none', () => {
    expect(answer(rules({ input: { EventBusName: 'custom' } })).kind).toBe('not-read');
    const asked = (input: Read['input']) =>
      answerTo(
        account({ ...rules(), operation: 'cloudwatch:DescribeAlarms', input }),
        'eu-west-1',
        'cloudwatch:DescribeAlarms',
      ).kind;
    expect(asked({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] })).toBe('answered');
    expect(asked({ AlarmTypes: ['MetricAlarm'] })).toBe('not-read');
    expect(asked({ AlarmNamePrefix: 'key' })).toBe('not-read');
  });

  it('that was given twice counts once, and two different ones for none', () => {
    expect(answer(rules(), rules()).kind).toBe('answered');
    expect(answer(rules(), rules({ pages: [{ Rules: [] }] }))).toMatchObject({
      kind: 'failed',
      error: { code: 'ContradictoryAnswers' },
    });
    expect(answer(rules(), rules(denied)).kind).toBe('failed');
    expect(answer(rules(denied), rules()).kind).toBe('failed');
  });

  it.each(['NextToken', 'nextToken'])('whose last page has a %s is not complete', (token) => {
    const [first, last] = [{ Rules: [{ Name: 'one' }], [token]: 'more' }, { Rules: [] }];
    expect(answer(rules({ pages: [first] }))).toMatchObject({ kind: 'answered', incomplete: { kind: 'truncated' } });
    expect(answer(rules({ pages: [first, last] }))).not.toHaveProperty('incomplete');
    expect(answer(rules({ pages: [{ ...last, [token]: '' }] }))).not.toHaveProperty('incomplete');
  });
});
