import { describe, expect, it } from 'vitest';
import { deriveDetection } from '../../cloudtrail/detection-fields.js';
import type { Json } from '../../predicate/json.js';
import { compile } from '../../predicate/match.js';
import type { Rule } from '../rule.js';
import type { RuleFile } from '../rule-file.js';
import { EARLIER_TOML, EVENT, EXPORTED, LATER_TOML, lines, ndjson, REFERENCE, SUMMARY, said } from './elastic.case.js';
import { parseNdjson } from './parse-ndjson.js';
import { parseToml } from './parse-toml.js';

const toml = (text: string): RuleFile => parseToml(text, 'rule.toml');

function only({ rules, problems }: RuleFile): Rule {
  expect(problems).toEqual([]);
  expect(rules.length).toBe(1);
  return rules[0]!;
}

const matches = ({ detection }: Rule, event: Json): boolean => {
  if (detection.kind === 'sequence') throw new Error('no sequence');
  return compile(detection.query.predicate, deriveDetection)(event);
};

const NAME = EXPORTED.name;

describe('the rule on disabled keys', () => {
  const forms: readonly (readonly [string, () => RuleFile, number, number])[] = [
    ['as it was', () => toml(EARLIER_TOML), 600, 3600],
    ['as it is', () => toml(LATER_TOML), 300, 360],
    ['as Kibana exports it', () => ndjson(EXPORTED, SUMMARY), 300, 360],
  ];
  it.each(forms)('%s has its schedule, severity and cap', (_, read, interval, lookBack) => {
    expect(only(read())).toMatchObject({
      id: '6951f15e-533c-4a60-8014-a3c3ab851a1b',
      title: NAME,
      severity: 'medium',
      risk: 47,
      schedule: { interval, lookBack },
      maxAlerts: 100,
      grouping: null,
      mayBeExcepted: true,
      detection: { kind: 'query', query: { language: 'kql' } },
      origin: { kind: 'elastic' },
    });
  });

  it.each(forms)('%s matches both calls where they succeed', (_, read) => {
    const rule = only(read());
    expect(matches(rule, EVENT)).toBe(true);
    expect(matches(rule, { ...EVENT, eventName: 'ScheduleKeyDeletion' })).toBe(true);
    expect(matches(rule, { ...EVENT, eventName: 'EnableKey' })).toBe(false);
    expect(matches(rule, { ...EVENT, eventName: 'disablekey' })).toBe(false);
    expect(matches(rule, { ...EVENT, eventSource: 's3.amazonaws.com' })).toBe(false);
    expect(matches(rule, { ...EVENT, errorCode: 'AccessDenied' })).toBe(false);
  });

  it('keeps what its alert tells', () => {
    expect(only(toml(EARLIER_TOML))).toMatchObject({
      falsePositives: ['A planned retirement.'],
      references: ['https://example.com/disable-key'],
      tags: ['Domain: Cloud', 'Data Source: AWS'],
      mitre: [
        {
          tactic: { id: 'TA0040', name: 'Impact' },
          techniques: [
            { id: 'T1485', name: 'Data Destruction' },
            { id: 'T1485.001', name: 'Lifecycle-Triggered Deletion' },
          ],
        },
      ],
      guide: {
        investigation:
          '## Triage and analysis\n\nLook at who called.\n\n### More\n\nRead on.\n\nCloudTrail has to be collected.',
        response: '### Response and remediation\n\nCancel and enable.',
      },
    });
    expect(toml(EARLIER_TOML).notes).toEqual([]);
  });

  it('may have its lines ended as on Windows', () => {
    expect(only(toml(LATER_TOML.replaceAll('\n', '\r\n'))).schedule.lookBack).toBe(360);
    expect(only(parseNdjson(lines(EXPORTED, SUMMARY).replaceAll('\n', '\r\n'), 'a')).schedule.lookBack).toBe(360);
  });
});

describe('the other kinds', () => {
  it('a threshold', () => {
    const table =
      '[rule.threshold]\nfield = ["cloud.account.id", "user.name"]\nvalue = 10\n[[rule.threshold.cardinality]]\nfield = "event.id"\nvalue = 4\n';
    const expected = {
      kind: 'threshold',
      by: ['cloud.account.id', 'user.name'],
      count: 10,
      distinct: [{ field: 'event.id', count: 4 }],
    };
    expect(only(toml(LATER_TOML.replace('type = "query"', 'type = "threshold"') + table)).detection).toMatchObject(
      expected,
    );
    const threshold = {
      field: ['cloud.account.id', 'user.name'],
      value: 10,
      cardinality: [{ field: 'event.id', value: 4 }],
    };
    expect(only(ndjson({ ...EXPORTED, type: 'threshold', threshold })).detection).toMatchObject(expected);
  });

  it('a threshold of one field, of none', () => {
    const by = (field: unknown) => {
      const { detection } = only(
        ndjson({ ...EXPORTED, type: 'threshold', threshold: { field, value: 1, cardinality: [] } }),
      );
      return detection.kind === 'threshold' ? detection.by : null;
    };
    expect([by('user.name'), by([]), by('')]).toEqual([['user.name'], [], []]);
  });

  it('new terms', () => {
    const table =
      '[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["user.name"]\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-7d"\n';
    const expected = { kind: 'new-terms', fields: ['user.name'], history: 604_800 };
    expect(only(toml(LATER_TOML.replace('type = "query"', 'type = "new_terms"') + table)).detection).toMatchObject(
      expected,
    );
    const members = { type: 'new_terms', new_terms_fields: ['user.name'], history_window_start: 'now-7d' };
    expect(only(ndjson({ ...EXPORTED, ...members })).detection).toMatchObject(expected);
  });

  it.each([
    [
      { group_by: ['source.ip'], duration: { value: 5, unit: 'm' }, missing_fields_strategy: 'suppress' },
      { by: ['source.ip'], within: 300, missing: 'group' },
    ],
    [
      { group_by: ['source.ip'], missing_fields_strategy: 'doNotSuppress' },
      { by: ['source.ip'], within: null, missing: 'apart' },
    ],
    [{ group_by: ['source.ip'] }, { by: ['source.ip'], within: null, missing: 'group' }],
  ])('what is suppressed is one group: %j', (alert_suppression, grouping) =>
    expect(only(ndjson({ ...EXPORTED, alert_suppression })).grouping).toEqual(grouping),
  );

  it('a threshold is suppressed by its own fields', () => {
    const members = {
      type: 'threshold',
      threshold: { field: ['user.name'], value: 2 },
      alert_suppression: { duration: { value: 1, unit: 'h' } },
    };
    expect(only(ndjson({ ...EXPORTED, ...members })).grouping).toEqual({
      by: ['user.name'],
      within: 3600,
      missing: 'group',
    });
  });

  it('has the defaults of the API', () => {
    const {
      interval: _1,
      from: _2,
      max_signals: _3,
      to: _4,
      filters: _5,
      language: _6,
      enabled: _7,
      ...least
    } = EXPORTED;
    expect(only(ndjson(least))).toMatchObject({ schedule: { interval: 300, lookBack: 360 }, maxAlerts: 100 });
  });
});

describe('a rule is refused', () => {
  it.each<[string, object, string]>([
    [
      'of EQL',
      { type: 'eql', language: 'eql' },
      'unsupported-type: `@`: its type is `eql`, which needs EQL sequences and functions',
    ],
    ['of ES|QL', { type: 'esql', language: 'esql' }, 'unsupported-type: `@`: its type is `esql`, which needs ES|QL'],
    [
      'of machine learning',
      { type: 'machine_learning' },
      'unsupported-type: `@`: its type is `machine_learning`, which needs a machine learning job',
    ],
    [
      'of a saved query',
      { type: 'saved_query', saved_id: 'x' },
      'unsupported-type: `@`: its type is `saved_query`, which needs a query that is saved in Kibana',
    ],
    [
      'of indicators',
      { type: 'threat_match' },
      'unsupported-type: `@`: its type is `threat_match`, which needs an index of indicators',
    ],
    ['of a type that is none', { type: 'constructor' }, 'unsupported-type: `@`: its type is `constructor`'],
    ['of Lucene', { language: 'lucene' }, 'unsupported-language: `@`: its language is `lucene`'],
    [
      'with filters',
      { filters: [{ query: { match_phrase: { 'event.action': 'x' } } }] },
      'unsupported-field: `@`: `filters` are written in the query language of Elasticsearch',
    ],
    [
      'with a query of another source',
      { query: 'source.geo.country_name: "X"' },
      'unsupported-field: `@`: the field `source.geo.country_name` needs a GeoIP database, which Trailproof does not have; compare `source.ip` or `source.address`',
    ],
    [
      'with a query of no such field',
      { query: 'process.name: x' },
      'unknown-field: `@`: not a query of CloudTrail’s fields: there is no field `process.name`',
    ],
    ['with an unknown member', { severty: 'low' }, 'unknown-key: `@`: unknown key `severty`'],
    [
      'with a severity that is none',
      { severity: 'severe' },
      'unknown-word: `@`: `severe` is not one of informational, low, medium, high, critical',
    ],
    ['that looks back by the calendar', { from: 'now-1M' }, 'invalid-time: `@`: `now-1M` is not a time before now'],
    ['that rounds', { from: 'now-1d/d' }, 'invalid-time: `@`: `now-1d/d` is not a time before now'],
    ['that ends before now', { to: 'now-5m' }, 'unsupported-field: `@`: `to` is not `now`'],
    ['with an interval that is none', { interval: '5 minutes' }, 'not-a-duration: `@`: `5 minutes` is not a duration'],
    ['without id', { rule_id: undefined }, 'not-a-text: `@`: `rule_id` is missing'],
    [
      'with new terms of no log',
      { type: 'new_terms', new_terms_fields: ['source.as.number'], history_window_start: 'now-7d' },
      'unsupported-field: `@`: the field `source.as.number` needs a GeoIP database, which Trailproof does not have; compare `source.ip` or `source.address`',
    ],
    ['without its threshold', { type: 'threshold' }, 'no-threshold: `@`: `threshold` is missing'],
  ])('%s', (_, members, expected) => {
    const { rules, problems } = ndjson({ ...EXPORTED, ...members });
    expect(rules).toEqual([]);
    expect(said(problems)).toEqual([`1 ${expected.replace('@', NAME)}`]);
  });

  it('with the line of a TOML file', () => {
    const eql = LATER_TOML.replace('type = "query"', 'type = "eql"');
    const line = eql.split('\n').indexOf('type = "eql"') + 1;
    expect(said(toml(eql).problems)).toEqual([
      `${line} unsupported-type: \`${NAME}\`: its type is \`eql\`, which needs EQL sequences and functions`,
    ]);
    const tactic = LATER_TOML.replace('name = "Impact"\n', '');
    const at = tactic.split('\n').indexOf('[rule.threat.tactic]') + 1;
    expect(said(toml(tactic).problems)).toEqual([
      `${at} not-a-text: \`${NAME}\`: \`rule.threat.0.tactic.name\` is missing`,
    ]);
  });

  it.each([
    ['that is no TOML', 'a = = b', '1 invalid-toml: not TOML: '],
    ['without a rule', '[metadata]\nmaturity = "production"', '1 not-a-rule: this is not a rule of Elastic’s'],
    ['that is empty', '', '1 not-a-rule: this is not a rule of Elastic’s'],
  ])('%s', (_, text, expected) => expect(said(toml(text).problems)[0]).toContain(expected));

  it.each([
    ['a line that is no JSON', '{"a":', '1 invalid-json: this line is not JSON'],
    ['a line that is no object', '[1]', '1 invalid-json: this line is no JSON object'],
    ['a line of something else', '{"name":"x"}', '1 not-a-rule: `x`: this line is neither a rule nor an exception'],
    ['nothing', '\n\n', '1 no-rules: the file holds no rule'],
    ['a summary alone', JSON.stringify(SUMMARY), '1 no-rules: the file holds no rule'],
  ])('%s', (_, text, expected) => expect(said(parseNdjson(text, 'a').problems)).toEqual([expected]));

  it('and those beside it are not', () => {
    const { rules, problems } = ndjson({ ...EXPORTED, type: 'eql' }, { ...EXPORTED, rule_id: 'b', name: 'B' }, 7);
    expect(rules.map(({ id }) => id)).toEqual(['b']);
    expect(problems.map(({ line }) => line)).toEqual([1, 3]);
  });
});

describe('a note is made', () => {
  it.each<[string, object, string]>([
    ['of actions', { actions: [{ id: 'x' }] }, 'not-carried-over: `@`: its `actions` are not carried over'],
    [
      'of a mapped severity',
      { severity_mapping: [{ field: 'event.severity', value: '1' }] },
      'not-carried-over: `@`: its `severity_mapping` is not carried over: every alert has the rule’s own',
    ],
    [
      'of another index',
      { index: ['logs-okta.system-*'] },
      'other-index: `@`: none of its index patterns is where Elastic keeps CloudTrail; it is run over CloudTrail all the same',
    ],
    [
      'of a building block',
      { building_block_type: 'default' },
      'building-block: `@`: it is a building block, whose alerts Kibana does not list by default; here they are',
    ],
    [
      'of exceptions that are elsewhere',
      { exceptions_list: [REFERENCE] },
      'no-exceptions: `@`: its exception list `expected` is not in the file',
    ],
  ])('%s, and the rule is run', (_, members, expected) => {
    const { rules, problems, notes } = ndjson({ ...EXPORTED, ...members });
    expect([rules.length, problems]).toEqual([1, []]);
    expect(said(notes)).toEqual([`1 ${expected.replace('@', NAME)}`]);
  });

  it('of a rule that is switched off, which is not run', () => {
    const { rules, problems, notes } = ndjson({ ...EXPORTED, enabled: false, type: 'eql' });
    expect([rules, problems]).toEqual([[], []]);
    expect(said(notes)).toEqual([`1 rule-disabled: \`${NAME}\`: it is switched off in the file, and not run`]);
  });

  it('of nothing where nothing is left out', () => {
    const members = {
      severity_mapping: [{ field: '', operator: 'equals', value: '', severity: 'low' }],
      filters: [{ meta: { disabled: true }, query: {} }],
      index: ['*:logs-*'],
    };
    expect(ndjson({ ...EXPORTED, ...members }, SUMMARY, { id: 'c', type: 'action', attributes: {} }).notes).toEqual([]);
  });

  it('a line that is there twice is read once', () => {
    expect(ndjson(EXPORTED, EXPORTED).rules.length).toBe(1);
  });
});
