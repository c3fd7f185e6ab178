import { parseEventClass, printEventClass } from '../cloudtrail/event-class.js';
import { parse as parsePattern, toDraft } from '../languages/cloudwatch/index.js';
import { bound } from '../predicate/bound.js';
import { isObject } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import { TRUE } from '../predicate/predicate.js';
import { compareVersions, versionOf } from './benchmark.js';
import type { CisMapping, Control, ControlTest, RequiredEvent } from './control.js';
import { isMapping, type Node } from './node.js';
import { flag, isJson, oneOf, textsOf } from './node-values.js';
import type { Problem } from './problem.js';
import { readGrouping, readSchedule } from './read-schedule.js';
import { requiredEvents, requirementOf } from './requirement.js';
import { readWhere } from './where.js';
import { readYaml } from './yaml-reader.js';

const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;
const OUTCOMES = ['success', 'failure', 'any'] as const;
const KEYS = [
  'slug',
  'title',
  'rationale',
  'order',
  'severity',
  'isDefault',
  'events',
  'cis',
  'securityHub',
  'literalPattern',
  'frameworks',
  'canonicalPattern',
  'schedule',
  'grouping',
  'tests',
  'references',
];

/** What is after the benchmark's own controls. */
const LAST = 1000;

export type Parsed =
  | { readonly kind: 'control'; readonly control: Control }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** Reads one control file. It is refused when anything in it is not understood, and when one of its own tests fails. */
export function parseControl(text: string, file: string): Parsed {
  const { root, problems } = readYaml(text, file);
  if (problems.length > 0) return { kind: 'refused', problems };
  if (typeof root.value !== 'object' || root.value === null || Array.isArray(root.value)) {
    root.refuse(
      'not-a-control',
      'this is not a control',
      `a control is a YAML mapping with ${KEYS.slice(0, 4).join(', ')} …`,
    );
    return { kind: 'refused', problems };
  }
  root.only(KEYS);
  const control: Control = {
    slug: slugOf(root.at('slug')),
    title: root.at('title').text() ?? '',
    rationale: root.at('rationale').text() ?? '',
    order: orderOf(root.at('order')),
    severity: oneOf(root.at('severity'), SEVERITIES, undefined) ?? 'medium',
    isDefault: flag(root.at('isDefault'), true),
    events: eventsOf(root.at('events')),
    cis: cisOf(root.at('cis')),
    securityHub: root.has('securityHub') ? root.at('securityHub').text() : null,
    literalPattern: root.has('literalPattern') ? root.at('literalPattern').text() : null,
    frameworks: frameworksOf(root.at('frameworks')),
    canonicalPattern: patternOf(root.at('canonicalPattern')),
    schedule: readSchedule(root.at('schedule')),
    grouping: readGrouping(root.at('grouping')),
    tests: testsOf(root.at('tests')),
    references: root.has('references') ? textsOf(root.at('references')) : [],
  };
  if (problems.length === 0) runTests(control, root.at('tests'));
  if (problems.length === 0) checkPattern(control, root.at('canonicalPattern'));
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'control', control };
}

function slugOf(node: Node): string {
  const slug = node.text() ?? '';
  if (slug !== '' && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug))
    node.refuse('invalid-slug', `\`${slug}\` is not a slug`, 'lower-case words with hyphens between them');
  if (slug === 'all') node.refuse('invalid-slug', '`all` cannot be a slug', 'it selects every control');
  return slug;
}

function orderOf(node: Node): number {
  if (node.value === undefined) return LAST;
  if (typeof node.value === 'number' && Number.isFinite(node.value)) return node.value;
  node.refuse('invalid-order', '`order` must be a number');
  return LAST;
}

/** Entries of one source and several names, each name an event of its own. */
function eventsOf(node: Node): readonly RequiredEvent[] {
  const entries = node.items();
  if (entries.length === 0)
    node.refuse('no-events', 'a control must require at least one event', 'list them under `events`');
  return entries.flatMap((entry) => {
    entry.only(['source', 'names', 'outcome', 'where', 'since', 'until']);
    const source = entry.at('source').text();
    const names = textsOf(entry.at('names'));
    if (names.length === 0) entry.refuse('no-events', '`names` is empty', 'for any event write names: ["*"]');
    const shared = {
      outcome: oneOf(entry.at('outcome'), OUTCOMES, 'success') ?? 'success',
      where: (entry.has('where') ? readWhere(entry.at('where')) : TRUE) ?? TRUE,
      since: entry.has('since') ? versionText(entry.at('since')) : null,
      until: entry.has('until') ? versionText(entry.at('until')) : null,
    };
    if (shared.since && shared.until && compareVersions(shared.since, shared.until) > 0)
      entry.refuse('invalid-version', `no version is since ${shared.since} and until ${shared.until}`);
    return names.flatMap((name, index): readonly RequiredEvent[] => {
      if (source === null || name === '') return [];
      const event = parseEventClass(`${source}:${name}`);
      if (event === null) {
        entry
          .at('names')
          .at(index)
          .refuse('invalid-event', `\`${source}:${name}\` is not an event`, 'a name, or `*` for any');
        return [];
      }
      return [{ event: printEventClass(event), ...event, ...shared }];
    });
  });
}

function versionText(node: Node): string | null {
  const version = node.text();
  if (version !== null && !/^\d+\.\d+$/.test(version))
    return node.refuse('invalid-version', `\`${version}\` is not a version`, "write it as '3.0'");
  return version;
}

function cisOf(node: Node): Readonly<Record<string, CisMapping>> {
  const mappings: Record<string, CisMapping> = {};
  if (node.value === undefined) return mappings;
  if (!isMapping(node.value)) node.refuse('not-a-mapping', '`cis` must map versions to numbers');
  for (const version of isMapping(node.value) ? Object.keys(node.value) : []) {
    const entry = node.at(version);
    entry.only(['id', 'level', 'assessment']);
    if (!/^\d+\.\d+$/.test(version))
      entry.refuse('invalid-version', `\`${version}\` is not a version`, "write it as '3.0', in quotes");
    const level = entry.at('level').value;
    if (level !== undefined && level !== 1 && level !== 2) entry.refuse('invalid-level', '`level` must be 1 or 2');
    const assessment = entry.has('assessment')
      ? oneOf(entry.at('assessment'), ['automated', 'manual'] as const, undefined)
      : undefined;
    mappings[version] = {
      id: entry.at('id').text() ?? '',
      ...(level === 1 || level === 2 ? { level } : {}),
      ...(assessment ? { assessment } : {}),
    };
  }
  return mappings;
}

function frameworksOf(node: Node): Readonly<Record<string, readonly string[]>> {
  if (node.value === undefined) return {};
  if (!isMapping(node.value)) node.refuse('not-a-mapping', '`frameworks` must map names to lists of ids');
  const names = isMapping(node.value) ? Object.keys(node.value) : [];
  return Object.fromEntries(names.map((name) => [name, textsOf(node.at(name))]));
}

function patternOf(node: Node): string {
  const pattern = node.text()?.trim() ?? '';
  if (pattern === '') return '';
  const parsed = parsePattern(pattern);
  if (!parsed.ok)
    node.refuse('invalid-pattern', `not a CloudWatch filter pattern: ${parsed.error.message}`, parsed.error.help);
  return pattern;
}

function testsOf(node: Node): readonly ControlTest[] {
  const tests = node.items().map((entry): ControlTest => {
    entry.only(['name', 'event', 'required', 'benchmark', 'attempts']);
    if (typeof entry.at('required').value !== 'boolean') entry.refuse('not-a-flag', '`required` must be true or false');
    const benchmark = entry.has('benchmark') ? entry.at('benchmark').text() : null;
    if (benchmark !== null && versionOf(benchmark) === null)
      entry.at('benchmark').refuse('invalid-version', `\`${benchmark}\` is not a benchmark`, 'write it as cis-3.0');
    const event = entry.at('event').value;
    if (!isJson(event) || !isObject(event)) entry.refuse('not-an-event', '`event` must be a CloudTrail record');
    return {
      name: entry.at('name').text() ?? '',
      event: isJson(event) ? event : null,
      required: entry.at('required').value === true,
      ...(benchmark === null ? {} : { benchmark }),
      ...(flag(entry.at('attempts'), false) ? { attempts: true } : {}),
    };
  });
  for (const required of [true, false])
    if (!tests.some((test) => test.required === required))
      node.refuse(
        'no-tests',
        `no test has an event that is ${required ? '' : 'not '}required`,
        'a control is refused unless its own examples show both',
      );
  return tests;
}

function runTests(control: Control, node: Node): void {
  control.tests.forEach((test, index) => {
    const events = requiredEvents(control, {
      ...(test.benchmark === undefined ? {} : { benchmark: test.benchmark }),
      includeAttempts: test.attempts ?? false,
    });
    const required = events.some((event) => matches(requirementOf(event), test.event));
    if (required !== test.required)
      node
        .at(index)
        .refuse(
          'test-failed',
          `the test \`${test.name}\` fails: its event is ${required ? '' : 'not '}required by \`events\``,
        );
  });
}

/** The pattern that we would deploy must match what the newest version requires: it is shown to people as the way to mend. */
function checkPattern(control: Control, node: Node): void {
  const parsed = parsePattern(control.canonicalPattern);
  if (!parsed.ok) return;
  const mayMatch = bound(toDraft(parsed.pattern, 'event'), 'may');
  const missed = control.tests.find(
    ({ required, benchmark, event }) => required && benchmark === undefined && !matches(mayMatch, event),
  );
  if (missed) node.refuse('pattern-misses', `the pattern does not match the event of the test \`${missed.name}\``);
}
