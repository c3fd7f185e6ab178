import { describe, expect, it } from 'vitest';
import { eventDraft, MAX_PATTERN_LENGTH } from '../../src/languages/cloudwatch/index.js';
import { bound } from '../../src/predicate/bound.js';
import { compare } from '../../src/prove/index.js';
import { compile } from './account-builder.js';
import { SOUND_ALARMS } from './alarm-variants.js';
import { controlOf } from './controls.js';
import { setPattern } from './filter-variants.js';
import { generate } from './generate.js';
import {
  ADDRESS,
  accountOf,
  brief,
  control,
  emptyAccount,
  expectLaws,
  FIFTEEN,
  filterIn,
  patternsOf,
  planFor,
} from './mend.case.js';
import { FAULTY_PATTERNS, GUARDS, guarded, SOUND_PATTERNS } from './pattern-variants.js';
import { groupsOf } from './reads.js';
import { silentKeyLoss } from './silent-key-loss.js';
import type { World } from './specs.js';
import { FAULTY_TRAILS } from './trail-variants.js';
import { metricAlarm, metricFilter } from './world.js';

describe('a filter that is extended', () => {
  const narrowed = [
    ...Object.values(GUARDS).map((guard) => guarded(control, guard).pattern),
    ...Object.values(FAULTY_PATTERNS).map((write) => write(control).pattern),
  ];
  it.each(narrowed.filter((pattern) => pattern.startsWith('{')))('%s: catches what it caught', (pattern) => {
    const broken = accountOf((made) => setPattern(filterIn(made), control, { pattern, covers: () => 'open' }, false));
    const [made] = patternsOf(planFor(broken, ['kms-key-loss']));
    const [before, after] = [eventDraft(pattern), eventDraft(made ?? '')];
    if (!before.ok || !after.ok) throw new Error('a pattern could not be read');
    expect(made?.length).toBeLessThanOrEqual(MAX_PATTERN_LENGTH);
    for (const side of ['must', 'may'] as const)
      expect(['wider', 'equal']).toContain(compare(bound(after.draft, side), bound(before.draft, side)).relation);
  });

  it('names only what is missing', () => {
    const lacking = { filterName: '', lacks: '' };
    const broken = accountOf((made) => {
      setPattern(filterIn(made), control, FAULTY_PATTERNS['one name missing'](control), false);
      const { filterName = '', filterPattern = '' } = filterIn(made).filter;
      const lacks = filterPattern.includes('DisableKey') ? 'ScheduleKeyDeletion' : 'DisableKey';
      Object.assign(lacking, { filterName, lacks });
    });
    const planned = planFor(broken, ['kms-key-loss']);
    const [made] = patternsOf(planned);
    expect(made?.match(/DisableKey/g)).toHaveLength(1);
    expect(made?.match(/ScheduleKeyDeletion/g)).toHaveLength(1);
    const { filterName, lacks } = lacking;
    expect(planned.changes[0]?.title).toBe(
      `extend the pattern of the metric filter \`${filterName}\` so that it catches \`${lacks}\` as well`,
    );
  });

  it('lacks many events: its title names a few', () => {
    const broad = controlOf('network-acl-changes');
    const broken = accountOf(
      (made) => {
        const pattern = '{ ($.eventSource = ec2.amazonaws.com) && ($.eventName = CreateNetworkAcl) }';
        setPattern(filterIn(made), broad, { pattern, covers: () => 'open' }, false);
      },
      [broad],
    );
    const [change] = planFor(broken, [broad.slug]).changes;
    expect(change?.title).toMatch(/so that it catches (`\w+`, ){2}`\w+` and 2 others as well$/);
  });

  it('would be too long: another one publishes into its metric', () => {
    const names = Array.from({ length: 40 }, (_, index) => `($.eventName = "Name${index}")`).join(' || ');
    const pattern = `{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ${names}) }`;
    expect(pattern.length).toBeGreaterThan(900);
    const broken = accountOf((made) =>
      setPattern(filterIn(made), control, { pattern: pattern.slice(0, 1024), covers: () => 'open' }, false),
    );
    const made = planFor(broken, ['kms-key-loss']);
    expectLaws(made, broken);
    expect(brief(made)).toEqual(['PutMetricFilter adds']);
  });

  it('is not one that another control is proved by', () => {
    const other = controlOf('s3-bucket-policy-changes');
    const made = planFor(
      accountOf(() => {}, [other]),
      ['kms-key-loss', 's3-bucket-policy-changes'],
    );
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'PutMetricAlarm adds']);
  });

  it('is not one that is named after another control, though that one is broken as well', () => {
    const other = controlOf('s3-bucket-policy-changes');
    const broken = accountOf(
      (made) => {
        const write = FAULTY_PATTERNS['one name missing'];
        setPattern(filterIn(made), other, write(other), false);
      },
      [other],
    );
    const made = planFor(broken, ['kms-key-loss']);
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'PutMetricAlarm adds']);
  });
});

describe('names', () => {
  it('that are taken are not taken again', () => {
    const broken = accountOf((made) => {
      const group = groupsOf(made)[0]!;
      const taken = metricFilter(group, control);
      taken.filter.filterName = 'kms-key-loss';
      taken.filter.filterPattern = '{ $.eventName = Nothing }';
      taken.metric.metricName = 'kms-key-loss';
      taken.alarms.push(metricAlarm(made, taken, made.home, 'kms-key-loss', null));
      taken.metric.dimensions = { name: '$.eventName' };
      delete taken.metric.defaultValue;
      group.filters.splice(0, 1, taken);
    });
    const made = planFor(broken, ['kms-key-loss'], { subscribe: [ADDRESS] });
    expectLaws(made, broken, { subscribe: [ADDRESS] });
    const named = made.changes.map(({ step }) => JSON.stringify(step.input)).join();
    expect(named).toContain('"filterName":"kms-key-loss-2"');
    expect(named).toContain('"AlarmName":"kms-key-loss-2"');
    expect(named).toContain('"metricName":"kms-key-loss-2"');
  });

  it('the hundredth filter is the last: the rest needs another log group, and the trail goes on to deliver to this one', () => {
    const broken = accountOf((made) => {
      const group = groupsOf(made)[0]!;
      group.filters = Array.from({ length: 100 }, (_, index) => {
        const other = metricFilter(group, control, `-${index}`);
        other.filter.filterPattern = '{ $.eventName = Nothing }';
        other.filter.filterName = `app-${index}`;
        return other;
      });
    });
    const made = planFor(broken, ['kms-key-loss'], { subscribe: [ADDRESS] });
    const filters = made.changes.flatMap(({ step }) => (step.operation === 'logs:PutMetricFilter' ? [step.input] : []));
    expect(filters.every(({ logGroupName }) => logGroupName !== 'CloudTrail/DefaultLogGroup')).toBe(true);
    expect(made.controls).toMatchObject([{ after: 'proved' }]);
    expect(new Set(made.changes.map(({ risk }) => risk))).toEqual(new Set(['adds']));
    expect(brief(made).filter((line) => /Trail/.test(line))).toEqual(['CreateTrail adds']);
    const titles = made.changes.map(({ title }) => title);
    expect(titles.filter((title) => title.includes('because'))).toEqual([
      expect.stringMatching(
        /^create the multi-Region trail .*, because the log group `CloudTrail\/DefaultLogGroup` has 100 metric filters and takes no further one$/,
      ),
    ]);
    expectLaws(made, broken, { subscribe: [ADDRESS] });
  });
});

describe('a log group that has nearly as many filters as it may', () => {
  /** Up to so many, those of others come first. */
  function fill(made: World, count: number): void {
    const group = groupsOf(made)[0]!;
    const others = Array.from({ length: count - group.filters.length }, (_, index) => {
      const other = metricFilter(group, control, `-${index}`);
      Object.assign(other.filter, { filterPattern: '{ $.eventName = Nothing }', filterName: `app-${index}` });
      return other;
    });
    group.filters.unshift(...others);
  }
  const told = { subscribe: [ADDRESS] };

  it('takes the hundredth', () => {
    const account = accountOf((made) => {
      groupsOf(made)[0]!.filters = [];
      fill(made, 99);
    });
    const made = planFor(account, ['kms-key-loss'], told);
    expectLaws(made, account, told);
    expect(brief(made).filter((line) => /Trail|LogGroup/.test(line))).toEqual([]);
  });

  it('needs no trail beside it where the filter of the control can be extended', () => {
    const account = accountOf((made) => {
      setPattern(filterIn(made), control, FAULTY_PATTERNS['one name missing'](control), false);
      fill(made, 100);
    });
    const made = planFor(account, ['kms-key-loss']);
    expectLaws(made, account);
    expect(brief(made)).toEqual(['PutMetricFilter changes']);
  });

  it('takes no second text of Security Hub’s, and that is said', () => {
    const account = accountOf((made) => {
      setPattern(filterIn(made), control, SOUND_PATTERNS['every event of the service'](control), false);
      fill(made, 100);
    });
    const made = planFor(account, ['kms-key-loss'], { literal: true });
    expectLaws(made, account, { literal: true });
    expect(made.changes).toEqual([]);
    expect(made.remains).toMatchObject([
      {
        code: 'no-plan',
        message: expect.stringContaining(
          '`CloudTrail/DefaultLogGroup` has 100 metric filters and takes no further one',
        ),
      },
    ]);
  });
});

describe('an alarm that waits for what nobody publishes', () => {
  it('is given a filter, where it is named after the control', () => {
    const broken = accountOf((made) => {
      const group = groupsOf(made)[0]!;
      // Its alarm is read with others of the Region.
      made.strayAlarms.push(...filterIn(made).alarms);
      group.filters = [];
    });
    const made = planFor(broken, ['kms-key-loss'], { subscribe: [ADDRESS] });
    expectLaws(made, broken, { subscribe: [ADDRESS] });
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'Subscribe adds']);
  });

  it('of another control is left alone', () => {
    const other = controlOf('s3-bucket-policy-changes');
    const broken = accountOf(
      (made) => {
        made.strayAlarms.push(...filterIn(made).alarms);
        groupsOf(made)[0]!.filters = [];
      },
      [other],
    );
    expect(brief(planFor(broken, ['kms-key-loss']))).toEqual(['PutMetricFilter adds', 'PutMetricAlarm adds']);
  });
});

describe('Security Hub’s own text', () => {
  const literal = { literal: true, subscribe: [ADDRESS] };
  it('is added to the metric that rings already', () => {
    const unlike = accountOf((made) =>
      setPattern(filterIn(made), control, SOUND_PATTERNS['every event of the service'](control), false),
    );
    const made = planFor(unlike, ['kms-key-loss'], literal);
    expectLaws(made, unlike, literal);
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'Subscribe adds']);
    expect(brief(planFor(unlike, ['kms-key-loss']))).toEqual([]);
  });

  it('is all that is done where it mends the narrow pattern as well', () => {
    const narrow = accountOf((made) =>
      setPattern(filterIn(made), control, FAULTY_PATTERNS['one name missing'](control), false),
    );
    expect(brief(planFor(narrow, ['kms-key-loss'], { subscribe: [ADDRESS] }))[0]).toBe('PutMetricFilter changes');
    const made = planFor(narrow, ['kms-key-loss'], literal);
    expectLaws(made, narrow, literal);
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'Subscribe adds']);
  });

  it('is the pattern of a new filter where it does what is required, and stands beside it where not', () => {
    const made = planFor(emptyAccount(), ['kms-key-loss', 'security-group-changes'], literal);
    expect(made.controls.every(({ after }) => after === 'proved')).toBe(true);
    expect(patternsOf(made)).toHaveLength(3);
  });

  it('is published into the metric of its own control, and takes no proof from another', () => {
    const account = silentKeyLoss();
    const made = planFor(account, FIFTEEN, { literal: true });
    expectLaws(made, account, { literal: true });
    const titles = made.changes.map(({ title }) => title).filter((title) => title.includes('kms-key-loss-literal'));
    expect(titles).toEqual([
      'put the metric filter `kms-key-loss-literal` on the log group `CloudTrail/DefaultLogGroup`, into the metric `CISBenchmark/KMSKeyLoss`',
    ]);
    const metrics = made.changes.flatMap(({ step, controls }) =>
      step.operation === 'logs:PutMetricFilter'
        ? step.input.metricTransformations.map(({ metricName }) => [controls[0], metricName])
        : [],
    );
    expect(new Map(metrics as [string, string][])).toEqual(
      new Map([
        ['unauthorized-api-calls', 'UnauthorizedAPICalls'],
        ['iam-policy-changes', 'IAMPolicyChanges'],
        ['kms-key-loss', 'KMSKeyLoss'],
        ['security-group-changes', 'SecurityGroupChanges'],
        ['route-table-changes', 'RouteTableChanges'],
      ]),
    );
  });

  it('rings over the topic that is there, where a composite alarm told alone', () => {
    for (const namespace of ['CISBenchmark', 'CISBenchmarks']) {
      const composite = accountOf((made) => {
        const filter = filterIn(made);
        setPattern(filter, control, SOUND_PATTERNS['every event of the service'](control), false);
        SOUND_ALARMS['told by a composite alarm of either'](made, filter.alarms[0]!, filter);
        filter.metric.metricNamespace = namespace;
      });
      const made = planFor(composite, ['kms-key-loss'], { literal: true });
      expectLaws(made, composite, { literal: true });
      expect(brief(made)).toEqual(['PutMetricFilter adds', 'PutMetricAlarm adds']);
      expect(made).toMatchObject({ controls: [{ after: 'proved' }], remains: [] });
    }
  });

  it('is put where what is built for another control lets it, in one plan', () => {
    const { worlds, controls } = generate(700161);
    const accounts = worlds.map(compile);
    const slugs = controls.map(({ slug }) => slug);
    const made = planFor(accounts[0]!, slugs, { accounts, literal: true });
    expectLaws(made, accounts[0]!, { accounts, literal: true });
    expect(made.remains).toEqual([]);
  });

  it('asks for a trail that records reads as well', () => {
    const made = planFor(
      accountOf((one) => FAULTY_TRAILS['write-only'](one, one.trails[0]!)),
      ['kms-key-loss'],
      literal,
    );
    expect(brief(made)).toEqual(['PutEventSelectors changes', 'Subscribe adds']);
  });
});
