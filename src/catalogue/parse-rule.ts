import { isObject, type JsonObject } from '../predicate/json.js';
import type { Control } from './control.js';
import { isMapping, memberLines, type Node } from './node.js';
import { flag, isJson, oneOf, textsOf, wholeNumber } from './node-values.js';
import type { Problem } from './problem.js';
import { readDetection } from './read-detection.js';
import { readMitre } from './read-mitre.js';
import { DEFAULT_MAX_ALERTS, readGrouping, readSchedule } from './read-schedule.js';
import { type Guide, type Origin, RISK, type Rule, type RuleTest, SEVERITIES } from './rule.js';
import { readYaml } from './yaml-reader.js';

const KEYS = [
  'id',
  'title',
  'description',
  'severity',
  'risk',
  'detection',
  'schedule',
  'maxAlerts',
  'grouping',
  'supersedes',
  'mayBeExcepted',
  'falsePositives',
  'guide',
  'mitre',
  'references',
  'tags',
  'records', // read by nobody: a place for what tests share, by `&name` and `<<: *name`
  'tests',
];

export type ParsedRule =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

export interface RuleOptions {
  readonly origin?: Origin['kind'];
  /** Those that a query may name. */
  readonly controls?: readonly Control[];
}

/**
 * Reads one rule file of our own form (docs: `rules`). It is refused when anything in it is not understood; its tests are read here and
 * run by `detect`, which knows correlations.
 */
export function parseRule(
  text: string,
  file: string,
  { origin = 'user', controls = [] }: RuleOptions = {},
): ParsedRule {
  const { root, problems } = readYaml(text, file);
  if (problems.length > 0) return { kind: 'refused', problems };
  if (!isMapping(root.value)) {
    root.refuse('not-a-rule', 'this is not a rule', `a rule is a YAML mapping with ${KEYS.slice(0, 4).join(', ')} …`);
    return { kind: 'refused', problems };
  }
  root.only(KEYS);
  const severity = oneOf(root.at('severity'), SEVERITIES, undefined) ?? 'medium';
  const detection = detectionOf(root, controls);
  const rule = {
    id: idOf(root.at('id')),
    title: root.at('title').text() ?? '',
    description: root.at('description').text()?.trim() ?? '',
    severity,
    risk: wholeNumber(root.at('risk'), 0, RISK[severity], 100),
    schedule: readSchedule(root.at('schedule')),
    maxAlerts: wholeNumber(root.at('maxAlerts'), 0, DEFAULT_MAX_ALERTS),
    grouping: readGrouping(root.at('grouping')),
    supersedes: listOf(root.at('supersedes')),
    mayBeExcepted: flag(root.at('mayBeExcepted'), true),
    falsePositives: listOf(root.at('falsePositives')),
    guide: guideOf(root.at('guide')),
    mitre: root.at('mitre').items().map(readMitre),
    references: listOf(root.at('references')),
    tags: listOf(root.at('tags')),
    tests: root.at('tests').items().map(testOf),
    origin: { kind: origin, file, line: 1, members: { ...memberLines(root), ...memberLines(root.at('detection')) } },
  };
  for (const key of ['mitre', 'tests'])
    if (root.has(key) && !Array.isArray(root.at(key).value))
      root.at(key).refuse('not-a-list', `\`${key}\` must be a list`);
  return problems.length > 0 || detection === null
    ? { kind: 'refused', problems }
    : { kind: 'rule', rule: { ...rule, detection } };
}

function detectionOf(root: Node, controls: readonly Control[]) {
  const node = root.at('detection');
  if (isMapping(node.value)) return readDetection(node, controls);
  return node.refuse('no-detection', 'a rule needs a `detection`', 'write detection: { language: kql, query: … }');
}

function idOf(node: Node): string {
  const id = node.text() ?? '';
  if (id !== '' && !/^[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*$/.test(id))
    node.refuse('invalid-id', `\`${id}\` is not an id`, 'lower-case words with hyphens between them');
  return id;
}

function guideOf(node: Node): Guide {
  if (node.value === undefined) return { investigation: '', response: '' };
  node.only(['investigation', 'response']);
  return { investigation: textOr(node.at('investigation')), response: textOr(node.at('response')) };
}

const textOr = (node: Node): string => (node.value === undefined ? '' : (node.text()?.trim() ?? ''));

const listOf = (node: Node): readonly string[] => (node.value === undefined ? [] : textsOf(node));

/** `event`, or `events` in the order in which they arrive, and the number of `alerts`. */
function testOf(node: Node): RuleTest {
  node.only(['name', 'event', 'events', 'alerts']);
  if (node.has('event') === node.has('events'))
    node.refuse('no-events', 'a test has an `event`, or several as `events`');
  const events = node.has('events') ? node.at('events') : null;
  if (events && (!Array.isArray(events.value) || events.value.length === 0))
    events.refuse('not-a-list', '`events` must be a list of CloudTrail records');
  return {
    name: node.at('name').text() ?? '',
    events: (events ? events.items() : [node.at('event')]).flatMap(recordOf),
    alerts: wholeNumber(node.at('alerts'), 0, undefined),
  };
}

function recordOf(node: Node): readonly JsonObject[] {
  const { value } = node;
  if (value !== undefined && isJson(value) && isObject(value)) return [value];
  if (value !== undefined) node.refuse('not-an-event', 'this must be a CloudTrail record');
  return [];
}
