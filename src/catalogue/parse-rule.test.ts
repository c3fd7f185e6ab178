import { describe, expect, it } from 'vitest';
import { deriveDetection } from '../cloudtrail/detection-fields.js';
import { compile } from '../predicate/match.js';
import { loadControls, parseRule, type Rule } from './index.js';

const { controls } = loadControls();

const PLAIN = `id: a-rule
title: A rule
description: What it is about
severity: high
detection:
  language: kql
  query: "event.action: DisableKey"
`;

function rule(text: string): Rule {
  const parsed = parseRule(text, 'a.yaml', { controls });
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return parsed.rule;
}

function problemsOf(text: string): readonly string[] {
  const parsed = parseRule(text, 'a.yaml', { controls });
  return parsed.kind === 'rule' ? [] : parsed.problems.map(({ line, code, message }) => `${line} ${code}: ${message}`);
}

const withDetection = (detection: string): string =>
  `${PLAIN.slice(0, PLAIN.indexOf('detection:'))}detection:\n${detection.replace(/^/gm, '  ')}\n`;

describe('a rule', () => {
  it('has a default for what it leaves out', () => {
    const { detection, origin, ...rest } = rule(PLAIN);
    expect(detection.kind).toBe('query');
    expect(origin).toMatchObject({ kind: 'user', file: 'a.yaml', line: 1, members: { title: 2, query: 7 } });
    expect(rest).toEqual({
      id: 'a-rule',
      title: 'A rule',
      description: 'What it is about',
      severity: 'high',
      risk: 73,
      schedule: { interval: 300, lookBack: 360 },
      maxAlerts: 100,
      grouping: null,
      supersedes: [],
      mayBeExcepted: true,
      falsePositives: [],
      guide: { investigation: '', response: '' },
      mitre: [],
      references: [],
      tags: [],
      tests: [],
    });
  });

  it.each([
    ['informational', 5],
    ['low', 21],
    ['medium', 47],
    ['high', 73],
    ['critical', 99],
  ])('of severity %s has the risk %i', (severity, risk) =>
    expect(rule(PLAIN.replace('high', severity)).risk).toBe(risk),
  );

  it('says all that it can', () => {
    const full = rule(`${PLAIN}risk: 80
schedule: { interval: 10m, lookBack: 1h }
maxAlerts: 20
grouping: { by: [kms.key.arn, actor.principal], within: 2h, missing: group }
supersedes: [kms-key-loss]
mayBeExcepted: false
falsePositives: [a plan]
guide: { investigation: look, response: act }
mitre: [{ tactic: { id: TA0040, name: Impact }, techniques: [{ id: T1485, name: Data Destruction }] }]
references: ['https://example.com']
tags: [KMS]
records: { base: &base { eventName: DisableKey, errorCode: X } }
tests:
  - { name: one, event: { <<: *base, errorCode: Y }, alerts: 1 }
  - { name: two, events: [{ eventName: A }, *base], alerts: 0 }
`);
    expect(full).toMatchObject({
      risk: 80,
      schedule: { interval: 600, lookBack: 3600 },
      maxAlerts: 20,
      grouping: { by: ['kms.key.arn', 'actor.principal'], within: 7200, missing: 'group' },
      supersedes: ['kms-key-loss'],
      mayBeExcepted: false,
      falsePositives: ['a plan'],
      guide: { investigation: 'look', response: 'act' },
      tests: [
        { name: 'one', events: [{ eventName: 'DisableKey', errorCode: 'Y' }], alerts: 1 },
        { name: 'two', events: [{ eventName: 'A' }, { eventName: 'DisableKey', errorCode: 'X' }], alerts: 0 },
      ],
    });
  });
});

describe('a detection', () => {
  const event = { eventSource: 'kms.amazonaws.com', eventName: 'DisableKey' };

  it.each([
    ['of KQL', 'language: kql\nquery: "event.action: DisableKey"'],
    ['of a filter pattern', 'language: cloudwatch\nquery: "{ $.eventName = DisableKey }"'],
    ['of a control', 'control: kms-key-loss'],
  ])('%s matches its events', (_, detection) => {
    const made = rule(withDetection(detection)).detection;
    if (made.kind !== 'query') throw new Error(made.kind);
    const match = compile(made.query.predicate, deriveDetection);
    expect(match(event)).toBe(true);
    expect(match({ ...event, eventName: 'EnableKey' })).toBe(false);
  });

  it('reads what is doubtful in the wider sense', () => {
    const made = rule(withDetection('language: cloudwatch\nquery: "{ $.readOnly = true }"')).detection;
    if (made.kind !== 'query') throw new Error(made.kind);
    expect(compile(made.query.predicate)({ readOnly: true })).toBe(true);
  });

  const QUERY = 'language: kql\nquery: "event.action: DisableKey"\n';
  const STEPS = `kind: sequence
steps:
  - { control: kms-key-loss }
  - { language: kql, query: "event.action: ScheduleKeyDeletion" }
until: { language: kql, query: "event.action: EnableKey" }
by: [actor.principal]
within: 1h`;
  it.each([
    [
      'threshold',
      `${QUERY}kind: threshold\nby: [user.name]\ncount: 10\ndistinct: [{ field: event.id, count: 3 }]`,
      { by: ['user.name'], count: 10, distinct: [{ field: 'event.id', count: 3 }] },
    ],
    ['threshold', `${QUERY}kind: threshold\ncount: 2`, { by: [], count: 2, distinct: [] }],
    [
      'new-terms',
      `${QUERY}kind: new-terms\nfields: [user.name]\nhistory: 7d`,
      { fields: ['user.name'], history: 604_800 },
    ],
    [
      'value-count',
      `${QUERY}kind: value-count\nby: [actor.principal]\nfield: kms.key.arn\ncount: 3\nwithin: 10m`,
      { by: ['actor.principal'], field: 'kms.key.arn', count: 3, within: 600 },
    ],
    [
      'sequence',
      STEPS,
      {
        by: ['actor.principal'],
        within: 3600,
        steps: [{ language: 'control' }, { language: 'kql' }],
        until: { text: 'event.action: EnableKey' },
      },
    ],
    ['sequence', STEPS.replace(/until.*\n/, ''), { until: null }],
  ])('of the kind %s', (kind, text, expected) =>
    expect(rule(withDetection(text)).detection).toMatchObject({ kind, ...expected }),
  );

  it.each([
    [
      'an unknown kind',
      'kind: machine',
      '6 unknown-word: `machine` is not one of query, threshold, new-terms, value-count, sequence',
    ],
    ['an unknown language', 'language: sql\nquery: x', '6 unknown-language: `sql` is not one of cloudwatch, kql'],
    ['no query', 'language: kql', '5 not-a-text: `detection.query` is missing'],
    ['KQL that is none', 'language: kql\nquery: "a:b:c"', '7 '],
    ['a pattern that is none', 'language: cloudwatch\nquery: "{ $.a == b }"', '7 '],
    ['an unknown field', 'language: kql\nquery: "event.actoin: x"', '7 unknown-field: '],
    [
      'a field that no log answers',
      'language: kql\nquery: "source.as.number: 1"',
      '7 unsupported-field: the field `source.as.number` needs a GeoIP database',
    ],
    ['an unknown control', 'control: kms-key-los', '6 unknown-control: unknown control `kms-key-los`'],
    ['two queries', 'control: kms-key-loss\nlanguage: kql', '7 two-queries: '],
    ['a member of another kind', `${QUERY}within: 1h`, '8 unknown-key: unknown key `within`'],
    [
      'a count of one value',
      `${QUERY}kind: value-count\nby: [user.name]\nfield: event.id\nwithin: 1h\ncount: 1`,
      '12 not-a-number: ',
    ],
    ['no threshold', `${QUERY}kind: threshold`, '5 no-threshold: '],
    [
      'grouping by an unknown field',
      `${QUERY}kind: threshold\ncount: 2\nby: [user.nam]`,
      '10 unknown-field: no CloudTrail event has a field `user.nam`',
    ],
    ['grouping by nothing', `${QUERY}kind: new-terms\nhistory: 1d\nfields: []`, '10 no-fields: '],
    [
      'a sequence of one',
      'kind: sequence\nby: [user.name]\nwithin: 1h\nsteps: [{ control: kms-key-loss }]',
      '9 no-sequence: ',
    ],
    [
      'no duration',
      `${QUERY}kind: new-terms\nfields: [user.name]\nhistory: soon`,
      '10 not-a-duration: `soon` is not a duration',
    ],
  ])('with %s is refused', (_, text, expected) => {
    const problems = problemsOf(withDetection(text));
    expect(
      problems.find((problem) => problem.startsWith(expected)),
      problems.join('\n'),
    ).toBeDefined();
  });
});

describe('a rule is refused', () => {
  it.each([
    ['with an unknown member', `${PLAIN}serverity: low`, '8 unknown-key: unknown key `serverity`'],
    ['without an id', PLAIN.replace('id: a-rule\n', ''), '1 not-a-text: `id` is missing'],
    ['with an id that is none', PLAIN.replace('a-rule', 'a rule'), '1 invalid-id: `a rule` is not an id'],
    ['without a detection', PLAIN.slice(0, PLAIN.indexOf('detection:')), '1 no-detection: a rule needs a `detection`'],
    ['with a risk above 100', `${PLAIN}risk: 101`, '8 not-a-number: this is not such a number'],
    [
      'with a duration without unit',
      `${PLAIN}schedule: { interval: 5 }`,
      '8 not-a-duration: a duration is missing here',
    ],
    [
      'with a test of nothing',
      `${PLAIN}tests: [{ name: t, alerts: 1 }]`,
      '8 no-events: a test has an `event`, or several as `events`',
    ],
    [
      'with a test without count',
      `${PLAIN}tests: [{ name: t, event: {} }]`,
      '8 not-a-number: a number is missing here',
    ],
    [
      'with a test of no record',
      `${PLAIN}tests: [{ name: t, event: [], alerts: 1 }]`,
      '8 not-an-event: this must be a CloudTrail record',
    ],
    ['with tests that are no list', `${PLAIN}tests: { name: t }`, '8 not-a-list: `tests` must be a list'],
    [
      'with a technique that is none',
      `${PLAIN}mitre: [{ tactic: { id: TA0040, name: I }, techniques: [{ id: X1, name: y }] }]`,
      '8 invalid-id: `X1` is not the id of a technique',
    ],
    ['that is a list', '- a', '1 not-a-rule: this is not a rule'],
    ['that is no YAML', 'a: [', '1 invalid-yaml: '],
    ['with a reference to nothing', 'id: *base', '1 invalid-yaml: '],
    ['that is empty', '', '1 not-a-rule: this is not a rule'],
  ])('%s', (_, text, expected) => {
    const problems = problemsOf(text);
    expect(
      problems.find((problem) => problem.startsWith(expected)),
      problems.join('\n'),
    ).toBeDefined();
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['brackets in as many lines', '[\n'.repeat(100_000)],
    ['braces in a rule', `${PLAIN}records: ${'{a: '.repeat(5_000)}${'}'.repeat(5_000)}`],
    ['items', '- '.repeat(100_000)],
    ['indents', Array.from({ length: 2_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
  ])('with %s without end', (_, text) =>
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^\d+ invalid-yaml: nested deeper than 500 levels$/)]),
  );

  it('with references that grow without end', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
    const problems = problemsOf(['l0: &l0 [x]', ...levels].join('\n'));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toContain('invalid-yaml');
  });
});
