import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Exception } from '../catalogue/exception.js';
import type { Detection, Rule } from '../catalogue/rule.js';
import type { JsonObject } from '../predicate/json.js';
import { at, is } from '../predicate/predicate.js';
import { keyArn, kmsEvent, named, query, ruleFor, run } from './events.case.js';
import { isoOf } from './instant.js';
import { completing, type Small, sequences } from './reference.case.js';

const NAMES = ['DisableKey', 'ScheduleKeyDeletion', 'EnableKey', 'CancelKeyDeletion'];
/** A multiple of every interval of 1 to 20 seconds. */
const START = 7 * 232_792_560 * 1000;

const eventOf = ({ id, time, name, user, key }: Small, over: JsonObject = {}): JsonObject =>
  kmsEvent(
    name,
    isoOf(START + time * 1000),
    {
      eventID: id,
      userIdentity: { type: 'IAMUser', userName: user, arn: `arn:aws:iam::111122223333:user/${user}` },
      ...over,
    },
    keyArn(`0a1b2c3d-${key}-4222-8333-444455556666`),
  );

/** A call that two accounts are told of is two records: the owner's does not name the caller. */
function recorded(each: Small, over: JsonObject): readonly JsonObject[] {
  if (over.sharedEventID === undefined) return [eventOf(each, over)];
  const shared = { sharedEventID: `shared ${each.id}` };
  const caller = { type: 'AWSAccount', accountId: '444455556666' };
  return [
    eventOf(each, { ...shared, recipientAccountId: '444455556666' }),
    eventOf(each, { ...shared, eventID: `${each.id}-owner`, userIdentity: caller }),
  ];
}

const small = (times: fc.Arbitrary<number>): fc.Arbitrary<Omit<Small, 'id'>> =>
  fc.record({
    time: times,
    name: fc.constantFrom(...NAMES),
    user: fc.constantFrom('alice', 'bob'),
    key: fc.constantFrom('1111', '2222', '3333'),
  });
const numbered = (events: readonly Omit<Small, 'id'>[]): readonly Small[] =>
  events.map((event, index) => ({ ...event, id: `e${(index * 7919) % 1000}-${index}` }));
const histories = fc.array(small(fc.integer({ min: 0, max: 40 })), { maxLength: 14, size: 'max' }).map(numbered);

const count = fc.integer({ min: 1, max: 4 });
const seconds = fc.integer({ min: 1, max: 20 });
const watched = fc.subarray(NAMES, { minLength: 1 });
const detections = (names: readonly string[]): fc.Arbitrary<Detection> => {
  const own = query(named(...names));
  return fc.oneof(
    fc.constant<Detection>({ kind: 'query', query: own }),
    fc.record({
      kind: fc.constant('threshold' as const),
      query: fc.constant(own),
      by: fc.constant(['user.name']),
      count,
      distinct: fc.array(fc.record({ field: fc.constant('kms.key.arn'), count }), { maxLength: 1 }),
    }),
    fc.record({
      kind: fc.constant('new-terms' as const),
      query: fc.constant(own),
      fields: fc.constant(['user.name', 'kms.key.arn']),
      history: seconds,
    }),
    fc.record({
      kind: fc.constant('value-count' as const),
      query: fc.constant(own),
      by: fc.constant(['user.name']),
      field: fc.constant('kms.key.arn'),
      count,
      within: seconds,
    }),
  );
};
const schedules = fc.record({ interval: seconds, lookBack: seconds });

describe('the engine', () => {
  it('raises what a slow reading of each rule raises', () => {
    const cases = watched.chain((names) =>
      fc.record({ names: fc.constant(names), detection: detections(names), schedule: schedules, maxAlerts: count }),
    );
    const raisedBy = new Map<string, number>();
    fc.assert(
      fc.property(histories, cases, (history, { names, detection, schedule, maxAlerts }) => {
        const most = detection.kind === 'query' ? maxAlerts : 1000;
        const rule = ruleFor('rule', [], { detection, schedule, maxAlerts: most });
        const { alerts, bounds } = run(
          [rule],
          history.map((each) => eventOf(each)),
        );
        const expected = completing(rule, (name) => names.includes(name), history);
        expect(alerts.map(({ event }) => event.id).sort()).toEqual([...expected].sort());
        expect(bounds).toEqual([]);
        raisedBy.set(detection.kind, (raisedBy.get(detection.kind) ?? 0) + expected.length);
      }),
      { numRuns: 800 },
    );
    for (const kind of ['query', 'threshold', 'new-terms', 'value-count'])
      expect(raisedBy.get(kind), kind).toBeGreaterThan(30);
  });

  it('counts every match once: raised, grouped or held back', () => {
    const groupings = fc.option(
      fc.record({
        by: fc.subarray(['user.name', 'kms.key.arn', 'user.email'], { minLength: 1 }),
        within: fc.option(seconds),
        missing: fc.constantFrom('group' as const, 'apart' as const),
      }),
    );
    fc.assert(
      fc.property(histories, groupings, schedules, count, (history, grouping, schedule, maxAlerts) => {
        const rule = ruleFor('rule', ['DisableKey', 'EnableKey'], { grouping, schedule, maxAlerts });
        const { alerts, suppressed } = run(
          [rule],
          history.map((each) => eventOf(each)),
        );
        const raised = alerts.reduce((sum, { grouped }) => sum + 1 + grouped, 0);
        const heldBack = suppressed.reduce((sum, each) => sum + each.count, 0);
        expect(raised + heldBack).toBe(history.filter(({ name }) => ['DisableKey', 'EnableKey'].includes(name)).length);
      }),
      { numRuns: 500 },
    );
  });

  const steps = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 });
  const resets = fc.option(fc.constantFrom(...NAMES));
  const sequenceOf = (names: readonly string[], until: string | null, within: number): Rule =>
    ruleFor('rule', [], {
      detection: {
        kind: 'sequence',
        steps: names.map((name) => query(named(name))),
        by: ['user.name'],
        within,
        until: until === null ? null : query(named(until)),
      },
    });

  it('completes the sequences that a search over all choices finds', () => {
    const crowded = fc
      .integer({ min: 2, max: 30 })
      .chain((end) => fc.array(small(fc.integer({ min: 0, max: end })), { maxLength: 11, size: 'max' }));
    let completed = 0;
    fc.assert(
      fc.property(crowded.map(numbered), steps, resets, seconds, (history, names, until, within) => {
        const events = history.map((each) => eventOf(each));
        const { alerts } = run([{ ...sequenceOf(names, until, within), maxAlerts: 1000 }], events);
        const expected = sequences(names, until, within, history);
        if (names.length > 1) completed += expected.length;
        expect(alerts.map(({ event }) => event.id).sort()).toEqual([...expected].sort());
      }),
      { numRuns: 1500 },
    );
    expect(completed).toBeGreaterThan(80);
  });

  test('any order and any repetition of the events give the same result, within its bounds and beyond them', () => {
    const rules: readonly Rule[] = [
      ruleFor('all', NAMES, { severity: 'low', maxAlerts: 2, schedule: { interval: 10, lookBack: 10 } }),
      ruleFor('disable', ['DisableKey'], { supersedes: ['all', 'grouped'], maxAlerts: 2 }),
      ruleFor('taken away', ['DisableKey', 'ScheduleKeyDeletion'], {
        supersedes: ['long', 'all'],
        maxAlerts: 1,
        schedule: { interval: 20, lookBack: 20 },
      }),
      ruleFor('first', ['DisableKey', 'EnableKey'], {
        grouping: { by: ['kms.key.arn'], within: null, missing: 'group' },
        supersedes: ['disable', 'taken away'],
        maxAlerts: 1,
        schedule: { interval: 7, lookBack: 7 },
      }),
      ruleFor('grouped', NAMES, { grouping: { by: ['user.name'], within: null, missing: 'group' }, maxAlerts: 1 }),
      ruleFor('long', NAMES, { grouping: { by: ['user.name'], within: 15, missing: 'apart' }, severity: 'medium' }),
      ruleFor('burst', [], {
        detection: {
          kind: 'value-count',
          query: query(named(...NAMES)),
          by: ['user.name'],
          field: 'kms.key.arn',
          count: 2,
          within: 10,
        },
        severity: 'critical',
        supersedes: ['disable'],
      }),
      ruleFor('often', [], {
        detection: { kind: 'threshold', query: query(named(...NAMES)), by: [], count: 3, distinct: [] },
        schedule: { interval: 10, lookBack: 20 },
      }),
      ruleFor('new', [], {
        detection: {
          kind: 'new-terms',
          query: query(named(...NAMES)),
          fields: ['user.name', 'kms.key.arn'],
          history: 10,
        },
        maxAlerts: 3,
      }),
      ruleFor('steps', [], {
        detection: {
          kind: 'sequence',
          steps: [query(named('DisableKey')), query(named('ScheduleKeyDeletion', 'DisableKey'))],
          by: ['user.name'],
          within: 20,
          until: query(named('EnableKey')),
        },
      }),
    ];
    const exception = (id: string, key: string, expires: string | null): Exception => ({
      id,
      rule: null,
      predicate: at(['resources', 'element', 'ARN'], is(keyArn(`0a1b2c3d-${key}-4222-8333-444455556666`))),
      owner: 'o',
      reason: 'r',
      expires,
      origin: { file: '', line: 1 },
    });
    const exceptions = [exception('valid', '3333', null), exception('expired', '2222', '2026-01-01T00:00:00Z')];
    const odd = fc.constantFrom<JsonObject>(
      {},
      {},
      {},
      { eventTime: 'never' },
      { sharedEventID: 's' },
      { errorCode: 'Denied' },
    );
    const events = fc
      .array(fc.tuple(small(fc.integer({ min: 0, max: 60 })), odd), { maxLength: 30 })
      .map((pairs) => numbered(pairs.map(([each]) => each)).flatMap((each, index) => recorded(each, pairs[index]![1])));
    const shuffled = events.chain((all) =>
      fc.record({
        all: fc.constant(all),
        other: fc
          .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.shuffledSubarray(all))
          .map((two) => two.flat()),
      }),
    );
    const limits = fc.constantFrom(
      {},
      { alerts: 3, entries: 8, terms: 2, keyStates: 3, counted: 5 },
      { alerts: 10, entries: 20, terms: 4, keyStates: 10, counted: 1000 },
      { alerts: 1, entries: 1, terms: 1, keyStates: 1, counted: 1 },
    );
    fc.assert(
      fc.property(shuffled, limits, ({ all, other }, limits) => {
        const [once, again] = [all, other].map((events) => run(rules, events, { exceptions, limits }));
        const unplaced = (result: typeof once) => ({
          ...result,
          problems: result!.problems.map(({ reason }) => reason),
        });
        expect(unplaced(again)).toEqual(unplaced(once));
        expect(once!.alerts.length).toBeLessThanOrEqual(limits.alerts ?? 10_000);
      }),
      { numRuns: 700 },
    );
  });
});
