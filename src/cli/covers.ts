import type { Control } from '../catalogue/control.js';
import { type RequirementOptions, requiredEvents, requirementOf } from '../catalogue/requirement.js';
import { classCoverage, type Place, parseEventClass, place, shapesOf } from '../cloudtrail/index.js';
import { isOwnLimit, matchMessage, parse, toDraft } from '../languages/cloudwatch/index.js';
import { type JsonObject, printJson } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import { all, type Draft, type Predicate } from '../predicate/predicate.js';
import { type AwsPlace, askAws } from './aws-place.js';
import { CliError } from './cli-error.js';
import { patternReason } from './pattern-argument.js';
import type { CoversAnswer } from './pattern-covers.js';

interface Class {
  readonly event: string;
  readonly required: Predicate;
  readonly shapes: ReturnType<typeof shapesOf>;
}

/**
 * Judges one pattern after the other against a control's events, in any account and Region: a filter that names one account
 * misses the others. `aws`: AWS's own matcher is asked about the witness, or about an event of each class.
 */
export function coverageJudge(
  control: Control,
  options: RequirementOptions,
  aws: AwsPlace | null,
): (pattern: string) => Promise<CoversAnswer> {
  const classes = classesOf(control, options);
  if (classes.length === 0)
    throw new CliError(
      `${options.benchmark} asks for no event of \`${control.slug}\``,
      'name another version with --benchmark',
    );
  return async (pattern) => {
    const answer = judge(pattern, classes);
    return aws === null ? answer : confirmed(answer, classes, aws);
  };
}

function classesOf(control: Control, options: RequirementOptions): readonly Class[] {
  return requiredEvents(control, options).map((event) => ({
    event: event.event,
    required: requirementOf(event),
    shapes: shapesOf(parseEventClass(event.event) ?? { eventSource: event.eventSource, eventName: event.eventName }),
  }));
}

function judge(pattern: string, classes: readonly Class[]): CoversAnswer {
  const parsed = parse(pattern);
  if (!parsed.ok) {
    const verdict = isOwnLimit(parsed.error) ? 'unknown' : 'invalid';
    return { pattern, verdict, witness: null, reason: patternReason(parsed.error) };
  }
  const told: Draft = toDraft(parsed.pattern, 'event');
  let unknown: CoversAnswer | null = null;
  for (const { event, required, shapes } of classes) {
    const answer = classCoverage(shapes, required, told);
    if (answer.verdict === 'broken')
      return {
        pattern,
        verdict: 'missed',
        witness: answer.witness,
        reason: `it misses ${event} (${answer.shape.variant})`,
      };
    if (answer.verdict === 'unknown')
      unknown ??= {
        pattern,
        verdict: 'unknown',
        witness: answer.witness,
        reason: `of ${event}: ${answer.reasons.map(({ message }) => message).join('; ')}`,
      };
  }
  return unknown ?? { pattern, verdict: 'covered', witness: null, reason: '' };
}

/** Where AWS's matcher says otherwise than ours on the events that the verdict rests on, the verdict is unknown. */
async function confirmed(answer: CoversAnswer, classes: readonly Class[], aws: AwsPlace): Promise<CoversAnswer> {
  const { pattern, verdict, witness } = answer;
  if (verdict === 'unknown') return answer;
  const samples = witness ? [witness] : classes.map(sampleOf);
  const events = samples.filter((event) => event !== null);
  const theirs = await askAws(pattern, events.map(printJson), aws);
  const disagree = (reason: string): CoversAnswer => ({
    pattern,
    verdict: 'unknown',
    witness,
    reason: `AWS DISAGREES: ${reason}`,
    confirmed: false,
  });
  if (verdict === 'invalid')
    return theirs.kind === 'invalid-pattern'
      ? { ...answer, confirmed: true }
      : disagree('it takes the pattern, and we do not');
  if (theirs.kind === 'invalid-pattern') return disagree(`it refuses the pattern: ${theirs.message}`);
  const expected = verdict === 'covered';
  const other = events.find((_, at) => theirs.matches[at] !== expected);
  if (!other) return { ...answer, confirmed: true };
  return {
    ...disagree(`it ${expected ? 'does not match an event that the pattern should match' : 'matches the witness'}`),
    witness: other,
  };
}

/** A documented event of the class that the control requires. */
function sampleOf({ required, shapes }: Class): JsonObject | null {
  const shape = shapes.find(
    (candidate) => !candidate.conjectured && matches(all(required, candidate.holds), candidate.example),
  );
  return shape?.example ?? null;
}

/** A documented event of one of a control's classes, in an account and Region. */
export function sampleEvent(
  control: Control,
  event: string,
  options: RequirementOptions,
  where: Place,
): JsonObject | null {
  const found = classesOf(control, options).find((candidate) => candidate.event === event);
  return found ? sampleOf({ ...found, shapes: found.shapes.map((shape) => place(shape, where)) }) : null;
}

/** Does our own matcher let this event through the pattern? Null: not known, or not a pattern. */
export function letsThrough(pattern: string, event: JsonObject): boolean | null {
  const parsed = parse(pattern);
  return parsed.ok ? matchMessage(parsed.pattern, printJson(event)).matches : null;
}
