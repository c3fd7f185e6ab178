import { describe, expect, it } from 'vitest';
import { FAULTY_ALARMS, SOUND_ALARMS } from './alarm-variants.js';
import { encryptBus, FAULTY_BUSES, SOUND_BUSES } from './bus-variants.js';
import { type Checked, check } from './check.js';
import { CONTROLS, controlOf, type WorldControl } from './controls.js';
import { FAULTY_FILTERS, SOUND_FILTERS, setPattern } from './filter-variants.js';
import { FAULTY_FUNCTIONS, SOUND_FUNCTIONS, tellFunctionAlone } from './function-variants.js';
import type { Generated } from './generate.js';
import { FAULTY_GROUPS, SOUND_GROUPS } from './group-variants.js';
import { FAULTY_PATTERNS, GUARDS, guarded, SOUND_PATTERNS } from './pattern-variants.js';
import { FAULTY_QUEUES, SOUND_QUEUES, tellQueueAlone } from './queue-variants.js';
import { UNREAD, UNREAD_BESIDE } from './read-variants.js';
import { groupsOf } from './reads.js';
import { eventRule, FAULTY_RULES, SOUND_RULES } from './rule-variants.js';
import { auditOf } from './run.js';
import type { FilterSpec, World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TOPICS, SOUND_TOPICS } from './topic-variants.js';
import { FAULTY_TRAILS, SOUND_TRAILS } from './trail-variants.js';
import type { Tag, Truth } from './truth.js';
import { snsTopic, world } from './world.js';

/** The account with one change, judged for one control; every truth is stated, and the engine must reach it. */
function judged(change: (made: World, filter: FilterSpec) => void, control: WorldControl): Checked {
  const made = world({ controls: [control] });
  change(made, groupsOf(made)[0]!.filters[0]!);
  const generated: Generated = { seed: -1, worlds: [made], controls: [control], story: [] };
  const result = auditOf(generated);
  const fault = onlyFault(made);
  const broken = result.results[0]?.events.find((one) => one.verdict === 'broken');
  if (fault && broken) {
    const kinds = broken.path.filter((link) => link.holds === false).map((link) => link.kind);
    expect(kinds, `${fault.fault} is not where the path ends`).toContain(fault.link);
  }
  return check(generated, result);
}

/** The fault of an account that has just one. That the alarm is not on the metric may be said of either. */
function onlyFault(made: World): Tag | null {
  const filters = groupsOf(made).flatMap((group) => group.filters);
  const tags = [
    ...made.trails.flatMap((one) => one.tags),
    ...groupsOf(made).flatMap((one) => one.tags),
    ...filters.flatMap((one) => one.tags),
    ...filters.flatMap((one) => one.alarms.flatMap((alarm) => alarm.tags)),
    ...topicsOf(made).flatMap((one) => one.tags),
  ];
  const [only] = tags;
  return tags.length === 1 && only && only.passes !== 'unknown' && only.passes !== 'open' && only.link !== 'metric'
    ? only
    : null;
}

const keyLoss = controlOf('kms-key-loss');
const ALL: readonly WorldControl[] = [keyLoss, controlOf('cloudtrail-configuration-changes'), controlOf('root-usage')];
/** With a source in the pattern and without, and of a global service. */
const CALLS: readonly WorldControl[] = [
  keyLoss,
  controlOf('cloudtrail-configuration-changes'),
  controlOf('iam-policy-changes'),
];

/** No verdict is wrong; and where the truth is known, the engine says it, but for the names in `undecided`, and only for those. */
function decides(
  table: Readonly<Record<string, unknown>>,
  act: (name: string, made: World, filter: FilterSpec, control: WorldControl) => void,
  controls: readonly WorldControl[] = ALL,
  undecided: readonly string[] = [],
): void {
  for (const name of Object.keys(table))
    it(name, () => {
      const open: string[] = [];
      for (const control of controls) {
        const checked = judged((made, filter) => act(name, made, filter, control), control);
        expect(checked.disagreements).toEqual([]);
        open.push(...checked.undecided);
      }
      if (undecided.includes(name)) expect(open, 'decided now: take it off the list').not.toEqual([]);
      else expect(open).toEqual([]);
    });
}

function entry<T>(table: Readonly<Record<string, T>>, name: string): T {
  return table[name] as T;
}

describe('the correct account', () => {
  for (const control of CONTROLS)
    it(`proves ${control.slug}`, () => {
      const { counts, disagreements } = judged(() => {}, control);
      expect([counts, disagreements]).toEqual([{ 'holds proved': 1 }, []]);
    });
});

describe('trails', () => {
  const table = { ...SOUND_TRAILS, ...FAULTY_TRAILS };
  decides(
    table,
    (name, made) => {
      entry(table, name)(made, made.trails[0]!);
    },
    ALL,
    // A record may lack readOnly, by which these trails select, and root's calls are of either kind.
    ['two advanced selectors, reads and writes'],
  );
});

describe('log groups', () => {
  const table = { ...SOUND_GROUPS, ...FAULTY_GROUPS };
  decides(table, (name, made) => {
    entry(table, name)(made, groupsOf(made)[0]!);
  });
});

describe('patterns', () => {
  const table = { ...SOUND_PATTERNS, ...FAULTY_PATTERNS };
  decides(
    table,
    (name, _, filter, control) => {
      setPattern(filter, control, entry(table, name)(control), false);
    },
    CALLS,
  );
});

describe('guards', () => {
  decides(
    GUARDS,
    (name, _, filter, control) => {
      setPattern(filter, control, guarded(control, entry(GUARDS, name)), false);
    },
    CALLS,
  );
});

describe('metric filters', () => {
  const table = { ...SOUND_FILTERS, ...FAULTY_FILTERS };
  decides(table, (name, made, filter) => {
    entry(table, name)(made, filter);
  });
});

describe('alarms', () => {
  const table = { ...SOUND_ALARMS, ...FAULTY_ALARMS };
  decides(
    table,
    (name, made, filter) => {
      entry(table, name)(made, filter.alarms[0]!, filter);
    },
    ALL,
    // The other alarm is fed by something that was not read.
    ['a composite alarm that needs two'],
  );
});

describe('topics', () => {
  const table = { ...SOUND_TOPICS, ...FAULTY_TOPICS };
  decides(table, (name, made) => {
    entry(table, name)(made, topicsOf(made)[0]!);
  });
});

describe('queues', () => {
  const table = { ...SOUND_QUEUES, ...FAULTY_QUEUES };
  decides(table, (name, made) => {
    const from = tellQueueAlone(made, topicsOf(made)[0]!);
    entry(table, name)(made, from.queue, from);
  });
});

describe('functions', () => {
  const table = { ...SOUND_FUNCTIONS, ...FAULTY_FUNCTIONS };
  decides(table, (name, made) => {
    const from = tellFunctionAlone(made, topicsOf(made)[0]!);
    entry(table, name)(made, from.lambda, from);
  });
});

describe('reads that fail on the way to a function', () => {
  const table = { ...UNREAD, ...UNREAD_BESIDE };
  for (const kind of ['denied', 'failed'] as const)
    describe(kind, () => {
      decides(table, (name, made) => {
        tellFunctionAlone(made, topicsOf(made)[0]!);
        entry(table, name)(made, kind);
      });
    });
});

describe('reads that fail on the way to an encrypted queue', () => {
  const table = { ...UNREAD, ...UNREAD_BESIDE };
  for (const kind of ['denied', 'failed'] as const)
    describe(kind, () => {
      decides(table, (name, made) => {
        const from = tellQueueAlone(made, topicsOf(made)[0]!);
        SOUND_QUEUES['encrypted with a key that SNS may use'](made, from.queue);
        entry(table, name)(made, kind);
      });
    });
});

describe('reads that fail', () => {
  const table = { ...UNREAD, ...UNREAD_BESIDE };
  for (const kind of ['denied', 'throttled', 'failed', 'truncated'] as const)
    describe(kind, () => {
      decides(table, (name, made) => {
        entry(table, name)(made, kind);
      });
    });
});

describe('rules in every Region', () => {
  const table = { ...SOUND_RULES, ...FAULTY_RULES };
  decides(
    table,
    (name, made, _, control) => {
      made.trails[0]!.group!.filters = [];
      for (const region of made.regions) {
        const topic = snsTopic(made, region, 'security-events');
        SOUND_TOPICS['granted to both services'](made, topic);
        const rule = eventRule(made, region, control, topic);
        entry(table, name)(made, rule, control);
        made.rules.push(rule);
      }
    },
    CALLS,
  );
});

describe('event buses with rules, in every Region', () => {
  const table = { ...SOUND_BUSES, ...FAULTY_BUSES };
  decides(
    table,
    (name, made, _, control) => {
      made.trails[0]!.group!.filters = [];
      for (const region of made.regions) {
        const topic = snsTopic(made, region, 'security-events');
        SOUND_TOPICS['granted to both services'](made, topic);
        made.rules.push(eventRule(made, region, control, topic));
        entry(table, name)(made, encryptBus(made, region));
      }
    },
    CALLS,
  );
});

describe('the verdict that the built-in truth asks for', () => {
  const expected: readonly (readonly [string, Truth, (made: World, filter: FilterSpec) => void])[] = [
    ['stopped trail', 'broken', (made) => FAULTY_TRAILS.stopped(made, made.trails[0]!)],
    ['trails denied', 'unknown', (made) => UNREAD.trails(made, 'denied')],
    ['nothing done', 'holds', () => {}],
  ];
  it.each(expected)('%s', (_, truth, change) => {
    expect(Object.keys(judged(change, keyLoss).counts)[0]?.split(' ')[0]).toBe(truth);
  });
});
