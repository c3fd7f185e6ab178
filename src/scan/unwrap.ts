import { isArray, isObject, type Json, type JsonObject, parseJson } from '../predicate/json.js';

/** The events in a record: most are one themselves, others carry some. A text that should be JSON and is not counts as broken. */
export interface Unwrapped {
  readonly events: readonly Json[];
  readonly broken: number;
}

const DEEPEST = 8;

/**
 * Looks into what events are carried in: CloudTrail's `Records`, LookupEvents (`CloudTrailEvent` is JSON in a string), FilterLogEvents
 * (`message` likewise), subscriptions of CloudWatch Logs (`logEvents`) and the envelope of EventBridge (`detail`). Shapes as the API
 * references of CloudTrail, CloudWatch Logs and EventBridge give them.
 */
export function unwrap(record: Json): Unwrapped {
  if (isObject(record) && typeof record.eventName === 'string' && typeof record.eventSource === 'string')
    return { events: [record], broken: 0 };
  const events: Json[] = [];
  let broken = 0;
  const visit = (value: Json, depth: number): void => {
    if (depth > DEEPEST) broken++;
    else if (isArray(value)) for (const item of value) visit(item, depth + 1);
    else if (typeof value === 'string') {
      const inner = parsed(value);
      if (inner === undefined) broken++;
      else visit(inner, depth + 1);
    } else if (isObject(value)) {
      const carried = carriedBy(value);
      if (carried === undefined) events.push(value);
      else visit(carried, depth + 1);
    }
  };
  visit(record, 0);
  return { events, broken };
}

function carriedBy(value: JsonObject): Json | undefined {
  for (const member of ['Records', 'Events', 'events', 'logEvents']) if (isArray(value[member])) return value[member];
  if (typeof value.CloudTrailEvent === 'string') return value.CloudTrailEvent;
  if (typeof value.message === 'string' && value.timestamp !== undefined && value.eventName === undefined)
    return value.message;
  const type = value['detail-type'];
  return typeof type === 'string' && type.endsWith(' via CloudTrail') && isObject(value.detail)
    ? value.detail
    : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
