import { isObject, type Json, type JsonObject } from '../predicate/json.js';
import { drillOf } from './marks.js';

/** A message as the drill's queue got it from the topic. */
export interface Received {
  readonly body: string;
  /** When SQS took it, in milliseconds since 1970. */
  readonly sentAt: number;
}

/** What the queue got: SNS wraps what was published in a notification of its own (SNS developer guide, "Parsing message formats"). */
export function publishedIn({ body }: Received): { readonly topic: string; readonly text: string } | null {
  const envelope = objectIn(body);
  if (envelope?.Type !== 'Notification') return null;
  if (typeof envelope.Message !== 'string' || typeof envelope.TopicArn !== 'string') return null;
  return { topic: envelope.TopicArn, text: envelope.Message };
}

/** What comes instead of any message where a subscription is not confirmed by itself. */
export function asksForConsent(body: string): boolean {
  return objectIn(body)?.Type === 'SubscriptionConfirmation';
}

export interface AlarmNews {
  readonly arn: string | null;
  readonly name: string | null;
  readonly state: string | null;
  readonly reason: string | null;
  /** Milliseconds since 1970. */
  readonly changedAt: number | null;
}

/** What CloudWatch publishes of an alarm; null where it is something else. */
export function alarmNewsIn(text: string): AlarmNews | null {
  const news = objectIn(text);
  if (!news || news.NewStateValue === undefined || news.AlarmName === undefined) return null;
  const word = (value: Json | undefined) => (typeof value === 'string' ? value : null);
  const at = Date.parse((word(news.StateChangeTime) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return {
    arn: word(news.AlarmArn),
    name: word(news.AlarmName),
    state: word(news.NewStateValue),
    reason: word(news.NewStateReason),
    changedAt: Number.isNaN(at) ? null : at,
  };
}

/**
 * Is it the alarm's change to ALARM, for this very reason, or, without one, after this time? What rang before the event did not ring for
 * it: clocks differ by less than a metric filter and an alarm take.
 */
export function tellsOfAlarm(
  received: Received,
  expected: {
    readonly topic: string;
    readonly arn: string;
    readonly name: string;
    readonly since: number;
    readonly reason: string | null;
  },
): AlarmNews | null {
  const published = publishedIn(received);
  const news = published && published.topic === expected.topic ? alarmNewsIn(published.text) : null;
  if (news?.state !== 'ALARM' || (news.arn ?? expected.arn) !== expected.arn || news.name !== expected.name)
    return null;
  if (expected.reason !== null) return news.reason === expected.reason ? news : null;
  // A state that a drill set, this one or another, tells of no event.
  if (drillOf(news.reason ?? '') !== null) return null;
  return (news.changedAt ?? received.sentAt) >= expected.since ? news : null;
}

/** The drill that put the alarm into ALARM, by the message that tells of it; null: none did. */
export function setByDrill(
  received: Received,
  { topic, name }: { readonly topic: string; readonly name: string },
): string | null {
  const published = publishedIn(received);
  const news = published?.topic === topic ? alarmNewsIn(published.text) : null;
  return news?.state === 'ALARM' && news.name === name ? drillOf(news.reason ?? '') : null;
}

function objectIn(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
