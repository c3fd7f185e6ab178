import { HAS_ERROR } from '../cloudtrail/outcome.js';
import { all, any, at, exists, is, not, type Predicate, TRUE } from '../predicate/predicate.js';
import { compareVersions, NEWEST_BENCHMARK, versionOf } from './benchmark.js';
import type { Control, RequiredEvent } from './control.js';

export interface RequirementOptions {
  /** `cis-3.0`; default: the newest. */
  readonly benchmark?: string;
  /** Failed calls are required as well. */
  readonly includeAttempts?: boolean;
}

/**
 * The events that this version of the benchmark asks for. Empty when it asks for none: such a control must not be judged over
 * nothing (`isInVersion` says whether a version has it at all).
 */
export function requiredEvents(control: Control, options: RequirementOptions = {}): readonly RequiredEvent[] {
  const version = versionOf(options.benchmark ?? NEWEST_BENCHMARK);
  if (version === null) return [];
  return control.events
    .filter(
      (event) =>
        (event.since === null || compareVersions(event.since, version) <= 0) &&
        (event.until === null || compareVersions(version, event.until) <= 0),
    )
    .map((event) => (options.includeAttempts && event.outcome === 'success' ? { ...event, outcome: 'any' } : event));
}

const requirements = new WeakMap<Predicate, Map<string, Predicate>>();

/** The records of a required event that must reach a person: one object for the same event, so that what is known of it is kept. */
export function requirementOf(event: RequiredEvent): Predicate {
  const kept = requirements.get(event.where) ?? new Map<string, Predicate>();
  requirements.set(event.where, kept);
  const key = `${event.eventSource}\n${event.eventName}\n${event.outcome}`;
  const predicate = kept.get(key) ?? writeOut(event);
  kept.set(key, predicate);
  return predicate;
}

/**
 * The same for rules over logs, which are often copies: exports hold null, or `-`, where CloudTrail leaves an error out. What a
 * filter is asked to prove is about CloudTrail's own records instead.
 */
export function requirementInLogs(event: RequiredEvent): Predicate {
  return writeOut(event, outcomeInLogs(event.outcome));
}

function writeOut(event: RequiredEvent, outcome = outcomeOf(event.outcome)): Predicate {
  return all(
    ...(event.eventSource === null ? [] : [at(['eventSource'], is(event.eventSource))]),
    ...(event.eventName === null ? [] : [at(['eventName'], is(event.eventName))]),
    outcome,
    event.where,
  );
}

/**
 * How a call ended, as CloudTrail writes it: an error has an `errorCode`; a failed console sign-in has an `errorMessage` alone
 * (CloudTrail user guide, "CloudTrail record contents" and "AWS Management Console sign-in events").
 */
function outcomeOf(outcome: RequiredEvent['outcome']): Predicate {
  switch (outcome) {
    case 'success':
      return all(not(exists('errorCode')), not(exists('errorMessage')));
    case 'failure':
      return any(exists('errorCode'), exists('errorMessage'));
    case 'any':
      return TRUE;
  }
}

function outcomeInLogs(outcome: RequiredEvent['outcome']): Predicate {
  switch (outcome) {
    case 'success':
      return not(HAS_ERROR);
    case 'failure':
      return HAS_ERROR;
    case 'any':
      return TRUE;
  }
}

/** `cis-7.0:5.7`, `cis-3.0:4.7`, …, newest first, and `CloudWatch.7`. */
export function aliasesOf(control: Control): readonly string[] {
  const numbers = Object.entries(control.cis).sort(([a], [b]) => compareVersions(b, a));
  return [
    ...numbers.map(([version, { id }]) => `cis-${version}:${id}`),
    ...(control.securityHub === null ? [] : [control.securityHub]),
  ];
}
