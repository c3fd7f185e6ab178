import type { Account } from '../account/account.js';
import type { MetricFilter } from '../account/answers.js';
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

/** A filter on an event's path and an event of its class: here AWS's matcher and ours must say the same. */
interface Check {
  readonly filter: string;
  readonly pattern: string;
  readonly event: JsonObject;
  readonly ours: boolean;
}

/**
 * Puts the witness of every broken event, and a documented event of every proved class, to AWS's own matcher, for each metric
 * filter on the path that was judged. Where AWS says otherwise the verdict rests on a belief that is wrong: it becomes unknown.
 */
export async function confirmResult(
  result: AuditResult,
  accounts: readonly Account[],
  controls: readonly Control[],
  options: RequirementOptions,
  place: AwsPlace,
): Promise<Confirmed> {
  const checks = new Map<EventResult, readonly Check[]>();
  for (const control of result.results)
    for (const event of control.events) checks.set(event, checksOf(control, event, accounts, controls, options));
  const answers = await answersOf([...checks.values()].flat(), place);
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
    path.flatMap((link, at): readonly Check[] => {
      const pattern = link.kind === 'metric-filter' ? patternOf(link, path[at - 1], control.account, accounts) : null;
      if (pattern === null) return [];
      const ours = letsThrough(pattern, record);
      return ours === null ? [] : [{ filter: link.id, pattern, event: record, ours }];
    }),
  );
}

/** The pattern of a filter on a path, from what was read of the log group before it. Null when it cannot be told apart. */
function patternOf(
  link: PathLink,
  group: PathLink | undefined,
  own: string,
  accounts: readonly Account[],
): string | null {
  if (group?.kind !== 'log-group') return null;
  const arn = /^arn:[^:]*:logs:[^:]*:(\d{12}):log-group:(.+?)(?::\*)?$/.exec(group.id);
  const account = accounts.find((candidate) => candidate.account === (arn?.[1] ?? own));
  if (!account) return null;
  const answer = answerTo(account, link.region, 'logs:DescribeMetricFilters', { logGroupName: arn?.[2] ?? group.id });
  if (answer.kind !== 'answered') return null;
  const filters = itemsOf<MetricFilter>(answer.pages, 'metricFilters').filter(
    ({ filterName }) => filterName === link.id,
  );
  return filters.length === 1 ? (filters[0]!.filterPattern ?? null) : null;
}

/** AWS's answers by pattern: one call each carries all its events. */
async function answersOf(checks: readonly Check[], place: AwsPlace): Promise<(check: Check) => boolean | string> {
  const messages = new Map<string, string[]>();
  for (const { pattern, event } of checks) {
    const list = messages.get(pattern) ?? [];
    messages.set(pattern, list);
    const message = printJson(event);
    if (!list.includes(message)) list.push(message);
  }
  const answers = new Map<string, Answer>();
  for (const [pattern, list] of messages) answers.set(pattern, await askAws(pattern, list, place));
  return ({ pattern, event }) => {
    const answer = answers.get(pattern)!;
    if (answer.kind === 'invalid-pattern') return `AWS refuses the pattern: ${answer.message}`;
    return answer.matches[messages.get(pattern)!.indexOf(printJson(event))]!;
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
    const reason = `of the filter \`${wrong.filter}\` ${theirs}, and trailproof that it ${wrong.ours ? 'matches' : 'does not match'}`;
    lines.push(`${control.control}, ${event.event}: ${reason}; the verdict is unknown`);
    return disagreed(event, wrong, reason);
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

function disagreed(event: EventResult, { filter, event: record }: Check, reason: string): EventResult {
  const redraw = (path: readonly PathLink[]) =>
    path.map((link) => (link.kind === 'metric-filter' && link.id === filter ? { ...link, holds: null, reason } : link));
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
