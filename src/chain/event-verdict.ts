import type { EventShape } from '../cloudtrail/shape.js';
import type { JsonObject } from '../predicate/json.js';
import type { Reason } from '../predicate/predicate.js';
import type { Coverage } from '../prove/coverage.js';
import { coveringPaths, type Demand, judge, sample, shortestWait } from './judge.js';
import type { Condition, Path } from './link.js';
import { orNoneNear } from './none-near.js';
import { reasonsInWords } from './reason-subject.js';
import type { EventResult, Verdict } from './result.js';
import type { RegionGroup } from './told.js';
import { closest, type Walk, walk } from './walk.js';

/** CloudTrail delivers within about five minutes on average; AWS does not guarantee it (CloudTrail user guide, "How CloudTrail works"). */
export const DELIVERY_SECONDS = 300;

export interface EventQuestion {
  /** `kms.amazonaws.com:DisableKey` */
  readonly event: string;
  readonly account: string;
  /** For each Region in which the event can be recorded. */
  readonly demandIn: (regions: readonly string[]) => Demand;
  readonly regions: readonly string[];
  /** Can it be recorded in any Region there is? */
  readonly isEverywhere: boolean;
  /** Words that a filter or an alarm meant for the control may carry in its name. */
  readonly nameWords: readonly string[];
  /** A filter pattern that covers the control: what a metric filter that misses the event may be given. */
  readonly pattern: string;
}

/** What an event's verdict rests on, beside what is printed. */
export interface EventVerdict {
  readonly result: EventResult;
  readonly chosen: readonly Path[];
  readonly waitSeconds: number | null;
  /** The path on which the witness got furthest, of an event that is not proved. */
  readonly stopped: Walk | null;
}

interface Judged {
  readonly demand: Demand;
  readonly answer: Coverage<EventShape>;
}

const RANK: Readonly<Record<Verdict, number>> = { broken: 0, unknown: 1, proved: 2 };

/** The verdict on one class of events in all its Regions: the worst of them. `paths`: those to show first come first. */
export function eventVerdict(
  question: EventQuestion,
  paths: readonly Path[],
  groups: readonly RegionGroup[],
): EventVerdict {
  const judged = judgeIn(question, groups);
  const worst = worstOf(judged);
  if (!worst) return unrecorded(question);
  return worst.answer.verdict === 'proved'
    ? proved(question, judged, paths)
    : unproved(question, judged, worst.demand, worst.answer, paths);
}

/** The verdict alone. */
export function verdictOf(question: EventQuestion, groups: readonly RegionGroup[]): Verdict {
  return worstOf(judgeIn(question, groups))?.answer.verdict ?? 'unknown';
}

function judgeIn(question: EventQuestion, groups: readonly RegionGroup[]): readonly Judged[] {
  return groups.flatMap((group) => {
    const regions = group.regions.filter((region) => question.regions.includes(region));
    if (regions.length === 0) return [];
    const demand = question.demandIn(regions);
    return [{ demand, answer: judge(demand, group.told) }];
  });
}

function worstOf(judged: readonly Judged[]): Judged | undefined {
  return [...judged].sort((a, b) => RANK[a.answer.verdict] - RANK[b.answer.verdict])[0];
}

function proved(question: EventQuestion, judged: readonly Judged[], paths: readonly Path[]): EventVerdict {
  const chosen = new Set<Path>();
  let wait: number | null = 0;
  for (const { demand } of judged) {
    const covering = coveringPaths(demand, paths) ?? [];
    for (const path of covering) chosen.add(path);
    const seconds = shortestWait(demand, paths, covering);
    wait = wait === null || seconds === null ? null : Math.max(wait, seconds);
  }
  const covering = [...chosen];
  const event = sample(judged[0]!.demand) ?? {};
  const [first, ...further] = covering.map((path) => walk(path, event).links);
  return {
    result: {
      event: question.event,
      verdict: 'proved',
      regions: question.regions,
      path: first ?? [],
      paths: further,
      witness: null,
      mend: [],
      reasons: [],
      end: covering.length === 0 ? null : covering.every((path) => path.end === 'person') ? 'person' : 'machine',
      notifiedWithinSeconds: wait === null ? null : DELIVERY_SECONDS + wait,
    },
    chosen: covering,
    waitSeconds: wait,
    stopped: null,
  };
}

function unproved(
  question: EventQuestion,
  judged: readonly Judged[],
  demand: Demand,
  answer: Exclude<Coverage<EventShape>, { verdict: 'proved' }>,
  paths: readonly Path[],
): EventVerdict {
  const event: JsonObject = answer.witness ?? sample(demand) ?? {};
  const walks = paths.map((path) => walk(path, event));
  const stopped = orNoneNear(closest(walks, question.nameWords), walks, event, question.nameWords);
  const regions = judged.filter((one) => one.answer.verdict === answer.verdict).flatMap((one) => one.demand.regions);
  const reasons: readonly Reason[] = answer.verdict === 'unknown' ? answer.reasons : [];
  return {
    result: {
      event: question.event,
      verdict: answer.verdict,
      regions,
      path: stopped?.links ?? [],
      paths: [],
      witness: answer.witness,
      mend: mends(stopped, question.pattern),
      reasons: reasonsInWords(reasons, stopped ? [stopped.path, ...paths] : paths),
      end: null,
      notifiedWithinSeconds: null,
    },
    chosen: [],
    waitSeconds: null,
    stopped,
  };
}

function mends(stopped: Walk | null, pattern: string): readonly string[] {
  if (!stopped) return ['create a multi-Region trail that delivers to a CloudWatch Logs log group'];
  return [...new Set(stopped.unmet.flatMap((condition) => mendOf(condition, pattern) ?? []))];
}

/** Of a metric filter that misses the event, or is not there, the pattern is named. */
function mendOf({ code, reads, mend }: Condition, pattern: string): string | undefined {
  if (!reads.includes('logs:DescribeMetricFilters')) return mend;
  if (code === 'pattern') return `give a metric filter of this log group the pattern \`${pattern}\``;
  if (code !== 'present') return mend;
  return `put a metric filter with the pattern \`${pattern}\` on this log group, and an alarm on its metric that notifies a topic`;
}

/** A proof over the Regions that were read says nothing of the account when it is not known which Regions are enabled. */
export function withRegionsUnknown(verdict: EventVerdict, why: Reason): EventVerdict {
  if (verdict.result.verdict !== 'proved') return verdict;
  const result: EventResult = {
    ...verdict.result,
    verdict: 'unknown',
    reasons: [why.message],
    notifiedWithinSeconds: null,
  };
  return { ...verdict, result };
}

/** With `--region`, a class of events may be recorded in no Region that was read. */
function unrecorded(question: EventQuestion): EventVerdict {
  const reason = 'such an event is recorded in none of the Regions that were read';
  return {
    result: {
      event: question.event,
      verdict: 'unknown',
      regions: [],
      path: [],
      paths: [],
      witness: null,
      mend: [],
      reasons: [reason],
      end: null,
      notifiedWithinSeconds: null,
    },
    chosen: [],
    waitSeconds: null,
    stopped: null,
  };
}
