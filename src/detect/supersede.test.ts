import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../catalogue/rule.js';
import { keyArn, kmsEvent, named, query, ruleFor, run } from './events.case.js';

const keys = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => keyArn(`0a1b2c3d-1111-4222-8333-${String(n).padStart(12, '0')}`));
const scheduled = keys(5).map((key, n) => kmsEvent('ScheduleKeyDeletion', `09:00:0${n}`, {}, key));
const told = ({ alerts }: ReturnType<typeof run>) =>
  alerts.map(({ rule, key, supersedes }) => [rule, Number(key!.arn.slice(-12)), supersedes]);
const rule = (id: string, over: Partial<Rule> = {}) => ruleFor(id, ['ScheduleKeyDeletion'], over);

describe('a match that is held back', () => {
  it('does not stand for others: the next rule tells, as far as it has room', () => {
    const rules = [
      rule('least'),
      rule('middle', { supersedes: ['least'], maxAlerts: 1 }),
      rule('most', { supersedes: ['middle'], maxAlerts: 2 }),
    ];
    const expected = [
      ['most', 0, ['least', 'middle']],
      ['most', 1, ['least', 'middle']],
      ['middle', 2, ['least']],
      ['least', 3, []],
      ['least', 4, []],
    ];
    expect(told(run(rules, scheduled))).toEqual(expected);
    expect(told(run([...rules].reverse(), [...scheduled].reverse()))).toEqual(expected);
    expect(told(run(rules, [...scheduled, ...scheduled]))).toEqual(expected);
  });

  it('names its keys', () => {
    const { alerts, suppressed } = run([rule('most', { maxAlerts: 2 })], [...scheduled, ...scheduled]);
    expect(alerts).toHaveLength(2);
    expect(suppressed).toEqual([
      {
        kind: 'held-back',
        rule: 'most',
        execution: '2026-11-21T09:00:00Z',
        count: 3,
        isExact: true,
        keys: keys(5).slice(2),
      },
    ]);
  });

  it('names twenty of them, whatever the order', () => {
    const many = keys(60).map((key) => kmsEvent('ScheduleKeyDeletion', '09:00:00', {}, key));
    for (const events of [many, [...many].reverse()])
      expect(run([rule('most', { maxAlerts: 1 })], events).suppressed).toMatchObject([
        { count: 59, keys: { length: 20 } },
      ]);
    expect(run([rule('most', { maxAlerts: 1 })], many).suppressed).toEqual(
      run([rule('most', { maxAlerts: 1 })], [...many].reverse()).suppressed,
    );
  });

  it('names its keys where it took several events', () => {
    const burst = ruleFor('burst', [], {
      detection: {
        kind: 'value-count',
        query: query(named('ScheduleKeyDeletion')),
        by: ['kms.key.arn'],
        field: 'event.id',
        count: 1,
        within: 1,
      },
      maxAlerts: 4,
    });
    expect(run([burst], scheduled).suppressed).toMatchObject([{ count: 1, keys: [keys(5)[4]] }]);
  });

  it('does not fall silent when there is room for fewer alerts at all', () => {
    const rules = [rule('least'), rule('most', { supersedes: ['least'] })];
    const { alerts, bounds } = run(rules, scheduled, { limits: { alerts: 3 } });
    expect(new Set(alerts.map(({ key }) => key!.arn)).size).toBe(3);
    expect(bounds.map(({ bound }) => bound)).toContain('alerts');
  });
});

describe('a group', () => {
  const grouping = { by: ['user.name'], missing: 'group' } as const;
  it.each<[string, Rule['grouping']]>([
    ['within one execution', { ...grouping, within: null }],
    ['within a time', { ...grouping, within: 60 }],
  ])(
    '%s speaks for the event that it shows; the others, which it only counts, are told by the lesser rule',
    (_, own) => {
      const rules = [rule('least'), rule('most', { supersedes: ['least'], grouping: own })];
      const expected = [
        ['most', 0, ['least']],
        ['least', 1, []],
        ['least', 2, []],
        ['least', 3, []],
        ['least', 4, []],
      ];
      for (const events of [scheduled, [...scheduled].reverse(), [...scheduled, ...scheduled]]) {
        const result = run(rules, events);
        expect(told(result)).toEqual(expected);
        expect(result.alerts.map(({ grouped }) => grouped)).toEqual([4, 0, 0, 0, 0]);
        expect(result.suppressed).toEqual([]);
      }
    },
  );
});

describe('law: no key is lost unheard', () => {
  it('every event that the least rule matched is in an alert, its own or one that speaks for it', () => {
    const names = fc.constantFrom('least', 'middle', 'most');
    const each = fc.record({
      maxAlerts: fc.integer({ min: 1, max: 3 }),
      grouping: fc.constantFrom(
        null,
        { by: ['user.name'], within: null, missing: 'group' as const },
        { by: ['user.name'], within: 2, missing: 'group' as const },
      ),
    });
    fc.assert(
      fc.property(each, each, fc.array(names, { maxLength: 2 }), (first, second, below) => {
        const rules = [
          rule('least'),
          rule('middle', { ...first, supersedes: below.filter((id) => id === 'least') }),
          rule('most', { ...second, supersedes: below.filter((id) => id !== 'most') }),
        ];
        const { alerts } = run(rules, scheduled);
        expect(new Set(alerts.flatMap(({ events }) => events))).toEqual(
          new Set(scheduled.map(({ eventID }) => eventID)),
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('what nothing may silence', () => {
  const critical = rule('critical', { severity: 'critical', mayBeExcepted: false });
  it('is not silenced by a rule of less severity, nor through another', () => {
    const lesser = rule('lesser', { severity: 'low', supersedes: ['critical'] });
    const through = rule('through', { severity: 'low', supersedes: ['between'] });
    const between = rule('between', { severity: 'critical', supersedes: ['critical'] });
    const [event] = scheduled;
    expect(told(run([lesser, critical], [event!])).map(([id]) => id)).toEqual(['critical', 'lesser']);
    expect(told(run([through, between, critical], [event!])).map(([id]) => id)).toEqual(['between', 'through']);
  });
  it('is silenced by one of the same', () => {
    const own = rule('own', { severity: 'critical', supersedes: ['critical'] });
    expect(told(run([own, critical], scheduled)).map(([id]) => id)).toEqual(Array(5).fill('own'));
  });
});
