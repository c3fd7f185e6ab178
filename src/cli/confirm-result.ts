import type { Account } from '../account/account.js';
import type { MetricFilter } from '../account/answers.js';
import { logGroupNameOf, parseArn } from '../account/arn.js';
import { answerTo, itemsOf } from '../account/view.js';
import type { Control } from '../catalogue/control.js';
import type { RequirementOptions } from '../catalogue/requirement.js';
import type { AuditResult, ControlResult, EventResult, PathLink } from '../chain/result.js';
import { isObject, type JsonObject, printJson } from '../predicate/json.js';
import { type Answer, type AwsPlace, askAws } from './aws-place.js';
import { letsThrough, sampleEvent } from './covers.js';

export interface Confirmed {
  readonly result: AuditResult;
  /** What AWS said, a sentence each. */
  readonly lines: readonly string[];
}

/** Which metric filter: a name is one only within its log group, and a log group's only within its account and Region. */
interface Filter {
  readonly account: string;
  readonly region: string;
  readonly logGroup: string;
  readonly name: string;
}

/** A filter on an event's path and an event of its class: here AWS's matcher and ours must say the same. */
interface Check {
  readonly filter: Filter;
  readonly pattern: string;
  readonly event: JsonObject;
  readonly ours: boolean;
}

/**
 * Puts the witness of every broken event, and a documented event of every proved class, to AWS's own matcher, for each metric
 * filter on the path that was judged; `placeOf` says where to ask about its account and Region. Where AWS says otherwise the
 * verdict rests on a belief that is wrong: it becomes unknown.
 */
export async function confirmResult(
  result: AuditResult,
  accounts: readonly Account[],
  controls: readonly Control[],
  options: RequirementOptions,
  placeOf: (account: string, region: string) => AwsPlace,
): Promise<Confirmed> {
  const checks = new Map<EventResult, readonly Check[]>();
  for (const control of result.results)
    for (const event of control.events) checks.set(event, checksOf(control, event, accounts, controls, options));
  const answers = await answersOf([...checks.values()].flat(), placeOf);
  const lines: string[] = [];
  const results = result.results.map((control) => confirmControl(control, checks, answers, lines));
  const asked = [...checks.values()].filter((list) => list.length > 0).length;
  lines.unshift(
    asked === 0
      ? 'there was nothing to confirm: no verdict rests on a metric filter'
      : `AWS's own matcher was asked about ${asked} ${asked === 1 ? 'event' : 'events'}, and ${lines.length === 0 ? 'confirms them all' : 'DISAGREES'}`,
  );
  return { result: { ...result, results }, lines };
}

function checksOf(
  control: ControlResult,
  event: EventResult,
  accounts: readonly Account[],
  controls: readonly Control[],
  options: RequirementOptions,
): readonly Check[] {
  if (event.verdict === 'unknown') return [];
  const definition = controls.find(({ slug }) => slug === control.control);
  const region = event.regions[0];
  const sample =
    event.witness ??
    (definition && region ? sampleEvent(definition, event.event, options, { account: control.account, region }) : null);
  if (!isObject(sample ?? undefined)) return [];
  const record = sample as JsonObject;
  return [event.path, ...event.paths].flatMap((path) =>
    path.flatMap((_, at): readonly Check[] => {
      const filter = filterAt(path, at, control.account);
      const pattern = filter && patternOf(filter, accounts);
      if (!filter || pattern === null) return [];
      const ours = letsThrough(pattern, record);
      return ours === null ? [] : [{ filter, pattern, event: record, ours }];
    }),
  );
}

/** The filter at this place of a path; null where another link is. The log group before it says whose it is. */
function filterAt(path: readonly PathLink[], at: number, own: string): Filter | null {
  const [link, group] = [path[at], path[at - 1]];
  if (link?.kind !== 'metric-filter' || group?.kind !== 'log-group') return null;
  const arn = parseArn(group.id);
  return {
    account: arn?.account ?? own,
    region: link.region,
    logGroup: (arn && logGroupNameOf(arn)) ?? group.id,
    name: link.id,
  };
}

/** The pattern of a filter, from what was read of its log group. Null when it cannot be told. */
function patternOf(filter: Filter, accounts: readonly Account[]): string | null {
  const account = accounts.find((candidate) => candidate.account === filter.account);
  if (!account) return null;
  const answer = answerTo(account, filter.region, 'logs:DescribeMetricFilters', { logGroupName: filter.logGroup });
  if (answer.kind !== 'answered') return null;
  const patterns = itemsOf<MetricFilter>(answer.pages, 'metricFilters')
    .filter(({ filterName }) => filterName === filter.name)
    .filter(({ logGroupName }) => logGroupName === undefined || logGroupName === filter.logGroup)
    .map(({ filterPattern }) => filterPattern);
  const [pattern] = patterns;
  // A name is given once in a log group; a file in which it is not was edited, and does not say which one is meant.
  return pattern === undefined || patterns.some((other) => other !== pattern) ? null : pattern;
}

/** AWS's answers by place and pattern: one call each carries all its events. */
async function answersOf(
  checks: readonly Check[],
  placeOf: (account: string, region: string) => AwsPlace,
): Promise<(check: Check) => boolean | string> {
  const questions = new Map<string, { place: AwsPlace; pattern: string; messages: string[] }>();
  const questionOf = ({ filter, pattern }: Check) => {
    const place = placeOf(filter.account, filter.region);
    const key = JSON.stringify([place.profile, place.region, place.endpointUrl, pattern]);
    const known = questions.get(key) ?? { place, pattern, messages: [] };
    questions.set(key, known);
    return known;
  };
  for (const check of checks) {
    const { messages } = questionOf(check);
    const message = printJson(check.event);
    if (!messages.includes(message)) messages.push(message);
  }
  const answers = new Map<object, Answer>();
  for (const question of questions.values())
    answers.set(question, await askAws(question.pattern, question.messages, question.place));
  return (check) => {
    const question = questionOf(check);
    const answer = answers.get(question)!;
    if (answer.kind === 'invalid-pattern') return `AWS refuses the pattern: ${answer.message}`;
    return answer.matches[question.messages.indexOf(printJson(check.event))]!;
  };
}

function confirmControl(
  control: ControlResult,
  checks: ReadonlyMap<EventResult, readonly Check[]>,
  answerOf: (check: Check) => boolean | string,
  lines: string[],
): ControlResult {
  const events = control.events.map((event): EventResult => {
    const own = checks.get(event) ?? [];
    if (own.length === 0) return event;
    const wrong = own.find((check) => answerOf(check) !== check.ours);
    if (!wrong) return { ...event, confirmed: true };
    const said = answerOf(wrong);
    const theirs =
      typeof said === 'string' ? said : `AWS's own matcher says that it ${said ? 'matches' : 'does not match'}`;
    const reason = `of the filter \`${wrong.filter.name}\` ${theirs}, and trailproof that it ${wrong.ours ? 'matches' : 'does not match'}`;
    lines.push(`${control.control}, ${event.event}: ${reason}; the verdict is unknown`);
    return disagreed(event, wrong, reason, control.account);
  });
  if (events.every(({ confirmed }) => confirmed !== false)) return { ...control, events };
  const verdict = events.some((event) => event.verdict === 'broken') ? 'broken' : 'unknown';
  return {
    ...control,
    events,
    verdict,
    summary:
      verdict === 'broken'
        ? control.summary
        : "AWS's own matcher disagrees with the one of trailproof, so nothing is claimed",
    notifiedWithinSeconds: null,
    timing: null,
    notes: [
      ...control.notes,
      ...events.filter(({ confirmed }) => confirmed === false).flatMap(({ reasons }) => reasons),
    ],
  };
}

function disagreed(event: EventResult, { filter, event: record }: Check, reason: string, own: string): EventResult {
  const isIt = (path: readonly PathLink[], at: number) =>
    JSON.stringify(filterAt(path, at, own)) === JSON.stringify(filter);
  const redraw = (path: readonly PathLink[]) =>
    path.map((link, at) => (isIt(path, at) ? { ...link, holds: null, reason } : link));
  return {
    ...event,
    verdict: 'unknown',
    path: redraw(event.path),
    paths: event.paths.map(redraw),
    witness: record,
    reasons: [reason],
    notifiedWithinSeconds: null,
    confirmed: false,
  };
}
