import { shapesOf } from '../cloudtrail/shapes-of.js';
import type { JsonObject } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import type { EventQuestion } from './event-verdict.js';
import { filtersOf } from './filters.js';
import { type Demand, isTold, judge, sample } from './judge.js';
import type { Path } from './link.js';
import { linkName } from './link-name.js';
import { lettersOf, nameWordsOf } from './name-words.js';
import type { Verdict } from './result.js';

/** The classes of events of one control, as an account must tell them. */
export interface ControlDemands {
  readonly slug: string;
  readonly title: string;
  readonly demands: readonly Demand[];
}

/** Events that every account is full of: a filter that matches several of them rings all day. */
const ORDINARY = [
  { eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstances' },
  { eventSource: 'kms.amazonaws.com', eventName: 'Decrypt' },
  { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' },
  { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets' },
];

/** What else will ring: a filter that catches far more than the control needs is a proof all the same. */
export function ringsBesides(
  own: ControlDemands,
  others: readonly ControlDemands[],
  chosen: readonly Path[],
): readonly string[] {
  const ordinary = ORDINARY.map(documented).filter((event) => event !== undefined);
  const notes = filtersOf(chosen).flatMap((filter) => {
    if (ordinary.filter((event) => isTold(event, filter.pattern)).length > 1) {
      return [`\`${linkName(filter.link.kind, filter.link.id)}\` matches nearly every event: it will ring all day`];
    }
    const foreign = others
      .filter((other) => other.slug !== own.slug)
      .flatMap((other) => other.demands)
      .map(sample)
      .filter((event) => event !== null)
      .filter((event) => isTold(event, filter.pattern) && !own.demands.some((demand) => isRequired(demand, event)));
    const names = [...new Set(foreign.map(nameOf))];
    if (names.length === 0) return [];
    const shown = names.slice(0, 5).join(', ');
    return [
      `\`${linkName(filter.link.kind, filter.link.id)}\` also rings for ${shown}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`,
    ];
  });
  // A rule of the same name in each Region rings for the same.
  return [...new Set(notes)];
}

/** `organizations:CreatePolicy`: several services have calls of the same name. */
function nameOf(event: JsonObject): string {
  return `${String(event.eventSource).split('.')[0]}:${String(event.eventName)}`;
}

function documented(event: { readonly eventSource: string; readonly eventName: string }): JsonObject | undefined {
  return shapesOf(event).find((shape) => !shape.conjectured)?.example;
}

function isRequired(demand: Demand, event: JsonObject): boolean {
  return matches(demand.required, event);
}

/**
 * What is deployed instead: filters that cover another control completely while that one has a filter of its own already, or that
 * carry this control's name. Copying the wrong pattern is a common mistake (one published text of the benchmark does it).
 */
export function deployedInstead(
  own: ControlDemands,
  others: readonly ControlDemands[],
  paths: readonly Path[],
): readonly string[] {
  const filters = filtersOf(paths);
  const covered = filters.map((filter) => ({
    filter,
    controls: others.filter(
      (other) =>
        other.slug !== own.slug &&
        other.demands.length > 0 &&
        other.demands.every((demand) => judge(demand, filter.pattern).verdict === 'proved'),
    ),
  }));
  const named = covered.filter(({ filter, controls }) => controls.length > 0 && carriesName(filter.link.id, own));
  const suspects =
    named.length > 0 ? named : covered.filter(({ controls }) => controls.length > 0 && isSpare(controls, covered));
  return suspects.map(({ filter, controls }) => {
    const slugs = controls.map((control) => `\`${control.slug}\``).join(', ');
    return `the pattern of \`${linkName(filter.link.kind, filter.link.id)}\` covers ${slugs}, not \`${own.slug}\``;
  });
}

/** Each control that the filter covers is covered by another filter as well, or it is the only filter there is. */
function isSpare(
  controls: readonly ControlDemands[],
  all: readonly { readonly controls: readonly ControlDemands[] }[],
): boolean {
  if (all.length === 1) return true;
  return controls.every((control) => all.filter((other) => other.controls.includes(control)).length > 1);
}

/** Do the words of the control's slug stand in the name? `CIS-CloudTrailConfigChanges` carries `cloudtrail-configuration-changes`. */
function carriesName(id: string, control: ControlDemands): boolean {
  const words = nameWordsOf(control.slug);
  return words.length > 0 && words.every((word) => lettersOf(id).includes(word));
}

/** Whether attempts that fail are told as well, when only successful calls are required; `failed` asks for those that fail. */
export function attemptsNote(
  verdict: Verdict,
  failed: readonly EventQuestion[],
  judgeFailed: (question: EventQuestion) => Verdict,
): readonly string[] {
  if (failed.length === 0) return [];
  if (verdict === 'proved' && failed.some((question) => judgeFailed(question) === 'broken')) {
    return ['only successful calls are reported; attempts that fail are not (`--include-attempts` asks for them)'];
  }
  if (verdict === 'broken' && failed.every((question) => judgeFailed(question) === 'proved')) {
    return ['only attempts that fail are reported; successful calls are not'];
  }
  return [];
}
