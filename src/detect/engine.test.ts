import { describe, expect, it, test } from 'vitest';
import type { Exception } from '../catalogue/exception.js';
import { at, is } from '../predicate/predicate.js';
import { createEngine } from './engine.js';
import { ACCOUNT, KEY, kmsEvent, NOW, named, OTHER_KEY, query, ruleFor, run, withId } from './events.case.js';

const disabled = ruleFor('disabled', ['DisableKey']);
const times = (alerts: readonly { readonly time: string | null }[]) => alerts.map(({ time }) => time?.slice(11, 19));

describe('executions', () => {
  it('raise at most the maximum, the earliest, and count the rest once', () => {
    const rule = ruleFor('few', ['DisableKey'], { maxAlerts: 2 });
    const events = ['09:04:59', '09:00:01', '09:02:00', '09:05:00', '09:01:00'].map((at) => kmsEvent('DisableKey', at));
    const { alerts, suppressed } = run([rule], [...events, ...events].reverse());
    expect(times(alerts)).toEqual(['09:00:01', '09:01:00', '09:05:00']);
    expect(suppressed).toEqual([
      { kind: 'held-back', rule: 'few', execution: '2026-11-21T09:00:00Z', count: 2, isExact: true, keys: [KEY] },
    ]);
  });

  it('raise one alert for an event that was read twice', () => {
    const event = kmsEvent('DisableKey', '09:00:00');
    expect(run([disabled], [event, { ...event }]).alerts).toHaveLength(1);
    expect(run([disabled], [event, withId(event, 'another')]).alerts).toHaveLength(2);
  });

  it('raise one alert for a call that two accounts recorded, with the owner of the key and the name of the caller', () => {
    const shared = { sharedEventID: 'shared-1' };
    const callers = kmsEvent('DisableKey', '09:00:00', {
      ...shared,
      eventID: 'a-callers',
      recipientAccountId: '444455556666',
    });
    const owners = kmsEvent('DisableKey', '09:00:00', {
      ...shared,
      eventID: 'b-owners',
      userIdentity: { type: 'AWSAccount', principalId: 'AROAEXAMPLEROLE:alice', accountId: '444455556666' },
    });
    for (const events of [
      [callers, owners],
      [owners, callers],
    ]) {
      const { alerts } = run([disabled], events);
      expect(alerts).toHaveLength(1);
      expect(alerts[0]).toMatchObject({
        account: ACCOUNT,
        event: { id: 'b-owners' },
        events: ['b-owners', 'a-callers'],
      });
      expect(alerts[0]!.actor.role).toBe('Operations');
    }
  });

  it('give an event without an id one of its content', () => {
    const { eventID: _, ...event } = kmsEvent('DisableKey', '09:00:00');
    const turned = Object.fromEntries(Object.entries(event).reverse());
    const { alerts } = run([disabled], [event, turned, { ...event, awsRegion: 'eu-west-1' }]);
    expect(alerts).toHaveLength(2);
    expect(new Set(alerts.map(({ event: { id } }) => id)).size).toBe(2);
  });

  it('raise alerts of events without a time, and say so', () => {
    const { eventTime: _, ...event } = kmsEvent('DisableKey', '09:00:00');
    const odd = kmsEvent('DisableKey', 'T');
    const { alerts, problems } = run([disabled], [event, odd, event]);
    expect(alerts.map(({ time }) => time)).toEqual([null, null]);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatchObject({ file: 'test', offset: 0 });
  });

  it('judge what is no object', () => {
    const rule = ruleFor('anything', [], {
      detection: { kind: 'query', query: query({ kind: 'type', type: 'string' }) },
    });
    expect(run([rule], ['a text', 'a text', 'another']).alerts).toHaveLength(2);
  });
});

describe('grouping', () => {
  const events = ['09:00:00', '09:01:00', '09:04:00', '09:06:00', '09:30:00'].map((at) => kmsEvent('DisableKey', at));
  const other = kmsEvent('DisableKey', '09:01:30', {}, OTHER_KEY);
  const by = (within: number | null, missing: 'group' | 'apart' = 'group', field = 'kms.key.arn') =>
    ruleFor('grouped', ['DisableKey'], { grouping: { by: [field], within, missing } });

  it('is within one execution', () => {
    const { alerts } = run([by(null)], [...events, other].reverse());
    expect(times(alerts)).toEqual(['09:00:00', '09:01:30', '09:06:00', '09:30:00']);
    expect(alerts.map(({ grouped }) => grouped)).toEqual([2, 0, 0, 0]);
  });

  it('is the same alert where its first events are cut off, and another one in the next execution', () => {
    const [whole, next] = run([by(null)], events).alerts;
    const [cut] = run([by(null)], events.slice(1)).alerts;
    expect(cut).toMatchObject({ id: whole!.id, grouped: 1 });
    expect(cut!.events).not.toEqual(whole!.events);
    expect(next!.id).not.toBe(whole!.id);
    expect(run([by(null)], [other]).alerts[0]!.id).not.toBe(whole!.id);
  });

  it('says how many there are', () => {
    const titles = run([by(null)], events).alerts.map(({ title }) => title);
    expect(titles[0]).toMatch(/, and 2 more matches$/);
    expect(titles[1]).not.toMatch(/more match/);
  });

  it('is for a time from the first', () => {
    const { alerts } = run([by(360)], [...events, other].reverse());
    expect(times(alerts)).toEqual(['09:00:00', '09:01:30', '09:30:00']);
    expect(alerts.map(({ grouped }) => grouped)).toEqual([3, 0, 0]);
  });

  it.each([null, 3600])('of a missing field is one group, or every match apart (within %s)', (within) => {
    expect(run([by(within, 'group', 'user.email')], events.slice(0, 3)).alerts).toHaveLength(1);
    expect(run([by(within, 'apart', 'user.email')], events.slice(0, 3)).alerts).toHaveLength(3);
  });

  it('holds back whole groups, with all their matches', () => {
    const rule = { ...by(null), maxAlerts: 1 };
    const { alerts, suppressed } = run(
      [rule],
      [...events.slice(0, 3), other, kmsEvent('DisableKey', '09:03:00', {}, OTHER_KEY)],
    );
    expect(alerts).toHaveLength(1);
    expect(suppressed).toMatchObject([{ kind: 'held-back', count: 2 }]);
  });
});

describe('exceptions', () => {
  const exception = (over: Partial<Exception> = {}): Exception => ({
    id: 'planned',
    rule: 'disabled',
    predicate: at(['userIdentity', 'accessKeyId'], is('ASIAEXAMPLE')),
    owner: 'ops',
    reason: 'planned work',
    expires: '2026-12-01T00:00:00Z',
    origin: { file: 'exceptions.yaml', line: 3 },
    ...over,
  });
  const event = kmsEvent('DisableKey', '09:00:00');

  it('silence their rule alone, and count each match once', () => {
    const both = [disabled, ruleFor('second', ['DisableKey'])];
    const { alerts, suppressed } = run(both, [event, event], { exceptions: [exception()] });
    expect(alerts.map(({ rule }) => rule)).toEqual(['second']);
    expect(suppressed).toMatchObject([{ kind: 'excepted', rule: 'disabled', exception: 'planned', count: 1 }]);
  });

  it('do not apply once they have expired, at the instant itself already', () => {
    for (const expires of [NOW, '2026-11-01T00:00:00Z', 'never was a date']) {
      const { alerts, suppressed } = run([disabled], [event], { exceptions: [exception({ expires })] });
      expect(alerts).toHaveLength(1);
      expect(suppressed).toMatchObject([{ kind: 'expired-exception', exception: 'planned', count: 1 }]);
    }
    expect(run([disabled], [event], { exceptions: [exception({ expires: '2026-11-21T12:00:01Z' })] }).alerts).toEqual(
      [],
    );
  });

  it('never silence a rule that may not be excepted', () => {
    const rule = ruleFor('disabled', ['DisableKey'], { mayBeExcepted: false });
    for (const scope of ['disabled', null]) {
      const { alerts, suppressed } = run([rule], [event], { exceptions: [exception({ rule: scope })] });
      expect(alerts).toHaveLength(1);
      expect(suppressed).toEqual([]);
    }
    const { problems } = createEngine([rule], { now: NOW, exceptions: [exception()] });
    expect(problems).toMatchObject([{ code: 'idle-exception', file: 'exceptions.yaml', line: 3 }]);
  });

  it('take a match out of a correlation', () => {
    const burst = ruleFor('disabled', [], {
      detection: {
        kind: 'value-count',
        query: query(named('DisableKey')),
        by: [],
        field: 'kms.key.arn',
        count: 2,
        within: 60,
      },
    });
    const events = [event, kmsEvent('DisableKey', '09:00:10', {}, OTHER_KEY)];
    expect(run([burst], events).alerts).toHaveLength(1);
    const exceptions = [exception({ predicate: at(['resources', 'element', 'ARN'], is(OTHER_KEY)) })];
    expect(run([burst], events, { exceptions }).alerts).toEqual([]);
  });
});

describe('rules that stand for others', () => {
  const wide = ruleFor('wide', ['DisableKey', 'EnableKey']);
  const narrow = ruleFor('narrow', ['DisableKey'], { supersedes: ['wide'] });
  const narrowest = ruleFor('narrowest', ['DisableKey'], { supersedes: ['narrow'] });
  const events = [kmsEvent('DisableKey', '09:00:00'), kmsEvent('EnableKey', '09:01:00')];

  it('raise alone, and name them', () => {
    const { alerts } = run([wide, narrow, narrowest], events);
    expect(alerts.map(({ rule, supersedes }) => [rule, supersedes])).toEqual([
      ['narrowest', ['narrow', 'wide']],
      ['wide', []],
    ]);
  });

  it('speak for them where they are excepted themselves, but for those that may not be', () => {
    const exceptions: readonly Exception[] = [
      {
        id: 'x',
        rule: 'narrow',
        predicate: named('DisableKey'),
        owner: 'o',
        reason: 'r',
        expires: null,
        origin: { file: '', line: 1 },
      },
    ];
    const left = run([wide, narrow], events, { exceptions });
    expect(left.alerts.map(({ rule, event }) => [rule, event.name])).toEqual([['wide', 'EnableKey']]);
    expect(left.suppressed).toMatchObject([{ kind: 'excepted', rule: 'narrow', count: 1 }]);
    const fast = { ...wide, mayBeExcepted: false };
    expect(run([fast, narrow], events, { exceptions }).alerts.map(({ rule }) => rule)).toEqual(['wide', 'wide']);
  });

  it('do not silence each other', () => {
    const pair = [
      ruleFor('a', ['DisableKey'], { supersedes: ['b'] }),
      ruleFor('b', ['DisableKey'], { supersedes: ['a'] }),
    ];
    expect(run(pair, events).alerts).toHaveLength(2);
    expect(run([ruleFor('self', ['DisableKey'], { supersedes: ['self'] })], events).alerts).toHaveLength(1);
  });

  test('a correlation stands for the alert of its last event', () => {
    const burst = ruleFor('burst', [], {
      detection: {
        kind: 'value-count',
        query: query(named('DisableKey')),
        by: [],
        field: 'kms.key.arn',
        count: 2,
        within: 60,
      },
      supersedes: ['wide'],
    });
    const { alerts } = run([wide, burst], [events[0]!, kmsEvent('DisableKey', '09:00:10', {}, OTHER_KEY)]);
    expect(alerts.map(({ rule, supersedes }) => [rule, supersedes])).toEqual([
      ['wide', []],
      ['burst', ['wide']],
    ]);
    expect(alerts[0]!.key?.arn).toBe(KEY);
  });
});

describe('bounds', () => {
  const many = (count: number, minutes = 1) =>
    Array.from({ length: count }, (_, index) =>
      kmsEvent('DisableKey', new Date(Date.UTC(2026, 10, 20) + index * minutes * 60_000).toISOString()),
    );

  it('of alerts keep the most severe, then the latest, and say what was dropped', () => {
    const rules = [
      ruleFor('low', ['DisableKey'], { severity: 'low' }),
      ruleFor('critical', ['EnableKey'], { severity: 'critical' }),
    ];
    const events = [...many(20, 5), kmsEvent('EnableKey', '2026-11-01T00:00:00Z')];
    const { alerts, bounds } = run(rules, [...events, ...events], { limits: { alerts: 5 } });
    expect(alerts.map(({ rule }) => rule)).toEqual(['critical', 'low', 'low', 'low', 'low']);
    expect(alerts.at(-1)!.time).toBe('2026-11-20T01:35:00Z');
    expect(bounds).toEqual([
      {
        kind: 'bound',
        rule: 'low',
        bound: 'alerts',
        limit: 5,
        count: 16,
        isExact: true,
        before: '2026-11-20T01:20:00Z',
      },
    ]);
  });

  it('of entries keep the latest, and say what was dropped', () => {
    const rule = ruleFor('burst', [], {
      detection: { kind: 'threshold', query: query(named('DisableKey')), by: [], count: 5, distinct: [] },
    });
    const { bounds } = run([rule], many(20), { limits: { entries: 4 } });
    expect(bounds).toMatchObject([
      { rule: 'burst', bound: 'entries', limit: 4, count: 16, before: '2026-11-20T00:16:00Z' },
    ]);
    expect(run([rule], many(20), { limits: { entries: 20 } }).bounds).toEqual([]);
  });

  it('of counts make them estimates that do not depend on how often an event was read', () => {
    const rule = ruleFor('few', ['DisableKey'], { maxAlerts: 1, schedule: { interval: 86_400, lookBack: 86_400 } });
    const events = many(1000);
    const once = run([rule], events, { limits: { counted: 64 } });
    expect(run([rule], [...events.reverse(), ...events], { limits: { counted: 64 } })).toEqual(once);
    const [first] = once.suppressed;
    expect(Math.abs(first!.count - 999)).toBeLessThan(500);
  });

  it('hold for what is kept of a record', () => {
    const event = kmsEvent('DisableKey', '09:00:00', { requestParameters: { keyId: KEY, note: 'x'.repeat(100_000) } });
    const [alert] = run([disabled], [event]).alerts;
    expect(JSON.stringify(alert!.record).length).toBeLessThan(16_384);
    expect(alert!.key?.arn).toBe(KEY);
  });

  it('hold for a record that is nested without end', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    const { eventID: _, ...event } = kmsEvent('DisableKey', '09:00:00', { additionalEventData: deep });
    expect(run([disabled], [event]).alerts).toHaveLength(1);
  });
});

it('says which rules are there twice', () => {
  expect(createEngine([disabled, disabled], { now: NOW }).problems).toMatchObject([{ code: 'repeated-rule' }]);
  expect(() => createEngine([], { now: 'now' })).toThrow(RangeError);
});
