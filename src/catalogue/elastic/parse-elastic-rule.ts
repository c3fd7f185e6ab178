import { glob } from '../../predicate/text.js';
import { textTest } from '../../predicate/text-test.js';
import { memberLines, type Node } from '../node.js';
import { duration, flag, oneOf, textsOf, wholeNumber } from '../node-values.js';
import type { Problem } from '../problem.js';
import { someFieldsOf } from '../read-detection.js';
import { DEFAULT_MAX_ALERTS, DEFAULT_SCHEDULE } from '../read-schedule.js';
import { type Grouping, type Mitre, RISK, type Rule, type Schedule, SEVERITIES } from '../rule.js';
import { secondsBeforeNow } from './date-math.js';
import { elasticDetection, thresholdFields } from './elastic-detection.js';
import { guideOf } from './guide.js';
import { IGNORED, READ } from './members.js';

export interface ElasticRule {
  /** Null: it was refused (the node's problems say why), or it is switched off (a note says so). */
  readonly rule: Rule | null;
  readonly notes: readonly Problem[];
}

/**
 * Reads a rule of Elastic's detection engine, as its API has it ("Create a detection rule", Elastic Security API). Members that say
 * nothing of which events match are left out; one that does and is not run here is refused.
 */
export function parseElasticRule(node: Node, file: string): ElasticRule {
  const notes: Problem[] = [];
  const note = (at: Node, code: string, message: string): void => {
    notes.push({ code, message, file, line: at.line() });
  };
  if (!flag(node.at('enabled'), true)) {
    note(node.at('enabled'), 'rule-disabled', 'it is switched off in the file, and not run');
    return { rule: null, notes };
  }
  const detection = elasticDetection(node);
  if (detection === null) return { rule: null, notes };
  node.only([...READ, ...IGNORED]);
  const severity = oneOf(node.at('severity'), SEVERITIES, undefined) ?? 'medium';
  const rule: Rule = {
    id: node.at('rule_id').text() ?? '',
    title: node.at('name').text() ?? '',
    description: node.at('description').text()?.trim() ?? '',
    severity,
    risk: wholeNumber(node.at('risk_score'), 0, RISK[severity], 100),
    detection,
    schedule: scheduleOf(node),
    maxAlerts: wholeNumber(node.at('max_signals'), 1, DEFAULT_MAX_ALERTS),
    grouping: suppressionOf(node),
    supersedes: [],
    mayBeExcepted: true,
    falsePositives: listOf(node.at('false_positives')).map((text) => text.trim()),
    guide: guideOf(plain(node.at('note')), plain(node.at('setup'))),
    mitre: node.at('threat').items().map(threatOf),
    references: listOf(node.at('references')),
    tags: listOf(node.at('tags')),
    tests: [],
    origin: { kind: 'elastic', file, line: node.line(), members: memberLines(node) },
  };
  for (const key of ['severity_mapping', 'risk_score_mapping'])
    if (
      node
        .at(key)
        .items()
        .some((entry) => entry.at('field').value)
    )
      note(node.at(key), 'not-carried-over', `its \`${key}\` is not carried over: every alert has the rule’s own`);
  for (const key of ['actions', 'response_actions'])
    if (node.at(key).items().length > 0) note(node.at(key), 'not-carried-over', `its \`${key}\` are not carried over`);
  if (node.has('building_block_type') && node.at('building_block_type').value !== null)
    note(
      node.at('building_block_type'),
      'building-block',
      'it is a building block, whose alerts Kibana does not list by default; here they are',
    );
  if (!mayHoldCloudTrail(node.at('index')))
    note(
      node.at('index'),
      'other-index',
      'none of its index patterns is where Elastic keeps CloudTrail; it is run over CloudTrail all the same',
    );
  return { rule, notes };
}

function scheduleOf(node: Node): Schedule {
  const { value } = node.at('to');
  if (value !== undefined && value !== 'now')
    node
      .at('to')
      .refuse('unsupported-field', '`to` is not `now`', 'an execution looks at the events up to its own time');
  return {
    interval: duration(node.at('interval'), DEFAULT_SCHEDULE.interval),
    lookBack: secondsBeforeNow(node.at('from'), DEFAULT_SCHEDULE.lookBack),
  };
}

/** `alert_suppression`; a threshold rule suppresses by its own fields. Without a duration it ends with the execution. */
function suppressionOf(node: Node): Grouping | null {
  const suppression = node.at('alert_suppression');
  if (suppression.value === undefined || suppression.value === null) return null;
  suppression.only(['group_by', 'duration', 'missing_fields_strategy']);
  const by = suppression.has('group_by')
    ? someFieldsOf(suppression.at('group_by'))
    : thresholdFields(node.at('threshold').at('field'));
  const strategy = oneOf(suppression.at('missing_fields_strategy'), ['suppress', 'doNotSuppress'] as const, 'suppress');
  return {
    by,
    within: lengthOf(suppression.at('duration')),
    missing: strategy === 'doNotSuppress' ? 'apart' : 'group',
  };
}

function lengthOf(node: Node): number | null {
  if (node.value === undefined || node.value === null) return null;
  node.only(['value', 'unit']);
  const units = { s: 1, m: 60, h: 3600 } as const;
  const unit = oneOf(node.at('unit'), ['s', 'm', 'h'] as const, undefined) ?? 's';
  return wholeNumber(node.at('value'), 1, undefined) * units[unit];
}

function threatOf(node: Node): Mitre {
  const techniques = node.at('technique').items();
  return {
    tactic: named(node.at('tactic')),
    techniques: techniques.flatMap((technique) => [technique, ...technique.at('subtechnique').items()]).map(named),
  };
}

const named = (node: Node): { readonly id: string; readonly name: string } => ({
  id: node.at('id').text() ?? '',
  name: node.at('name').text() ?? '',
});

const plain = (node: Node): string => (typeof node.value === 'string' ? node.value : '');

const listOf = (node: Node): readonly string[] => (node.value === undefined ? [] : textsOf(node));

/** Where Elastic's integration and its older module put the events: https://www.elastic.co/docs/reference/integrations/aws/cloudtrail. */
const CLOUDTRAIL_INDICES = ['logs-aws.cloudtrail-default', 'filebeat-8.0.0'];

function mayHoldCloudTrail(node: Node): boolean {
  const patterns = node.items().flatMap(({ value }) => (typeof value === 'string' ? value.split(',') : []));
  if (patterns.length === 0) return true;
  const tests = patterns.map((pattern) => textTest(glob(pattern.replace(/^[^:]*:/, '').trim())));
  return CLOUDTRAIL_INDICES.some((index) => tests.some((test) => test(index)));
}
