import { instantOf } from '../detect/instant.js';
import { isObject, type Json } from '../predicate/json.js';
import { compile, type Derive, type Match } from '../predicate/match.js';
import { eventNamesOf } from './event-names.js';
import type { RecordSeen } from './item.js';
import { asksForDerived, type ScanPlan } from './plan.js';

/** Which rules an event matches: their places in the plan, in order. `early`: some, but it happened before the time that is asked for. */
export type Judge = (event: Json) => readonly number[] | 'early';

const NONE: readonly number[] = [];

/** The plan's rules, compiled. Rules that name their events are asked only about those. */
export async function judgeOf(plan: ScanPlan): Promise<Judge> {
  // The derived fields are many modules: loaded only when they are asked for.
  if (!asksForDerived(plan)) return judgeWith(plan, () => undefined);
  const { deriveDetection } = await import('../cloudtrail/detection-fields.js');
  return judgeWith(plan, deriveDetection);
}

function judgeWith(plan: ScanPlan, derive: Derive): Judge {
  const tests: readonly Match[] = plan.rules.map(({ predicate }) => compile(predicate, derive));
  const namesOf = plan.rules.map(({ predicate }) => {
    const names = eventNamesOf(predicate);
    return names && new Set(names);
  });
  const every = tests.map((_, rule) => rule);
  const always = every.filter((rule) => namesOf[rule] === null);
  const byName = new Map(
    namesOf
      .flatMap((names) => [...(names ?? [])])
      .map((name) => [name, every.filter((rule) => namesOf[rule]?.has(name) ?? true)]),
  );
  const since = plan.since === undefined ? -Infinity : Date.parse(plan.since);
  const until = plan.until === undefined ? Infinity : Date.parse(plan.until);
  const inTime = (event: Json): boolean | 'early' => {
    if (since === -Infinity && until === Infinity) return true;
    const time = isObject(event) ? instantOf(event.eventTime) : null;
    if (time === null) return true;
    return time < since ? 'early' : time < until;
  };
  return (event) => {
    const name = isObject(event) && Object.hasOwn(event, 'eventName') ? event.eventName : undefined;
    const asked = typeof name === 'string' ? (byName.get(name) ?? always) : every;
    const found = asked.filter((rule) => tests[rule]!(event));
    if (found.length === 0 || contentOf(event) !== 'events') return NONE;
    const isInTime = inTime(event);
    if (isInTime === 'early') return isInTime;
    return isInTime ? found : NONE;
  };
}

/** Digests and Insights are no events of the log: they never match. */
export function contentOf(event: Json): 'events' | 'digest' | 'insight' {
  if (!isObject(event)) return 'events';
  if (event.eventCategory === 'Insight' || event.eventType === 'AwsCloudTrailInsight') return 'insight';
  return 'digestS3Object' in event && 'digestStartTime' in event && !('eventName' in event) ? 'digest' : 'events';
}

/** Not what CloudTrail writes: it has no name and no source, or it is a notification of S3, SNS or SQS. Rules look at it all the same. */
export function isForeign(event: Json): boolean {
  if (!isObject(event)) return true;
  const { eventName, eventSource } = event;
  return typeof eventName !== 'string' || typeof eventSource !== 'string' || eventSource.startsWith('aws:');
}

export function seenIn(event: Json): RecordSeen {
  if (!isObject(event)) return {};
  const user = event.userIdentity;
  const time = textOf(event.eventTime);
  const region = textOf(event.awsRegion);
  const account = textOf(event.recipientAccountId) ?? (isObject(user) ? textOf(user.accountId) : undefined);
  return {
    ...(time !== undefined && { time }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  };
}

const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
