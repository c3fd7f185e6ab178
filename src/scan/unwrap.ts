import { isArray, isObject, type Json, type JsonObject } from '../predicate/json.js';
import { decodedText, documentsIn, MOST_DECODED } from './encoded.js';
import { contentOf, isForeign } from './judge.js';
import { CONTROL_MESSAGE, isOther } from './others.js';

/** The events in a record: most are one themselves, others carry some. */
export interface Unwrapped {
  /** What rules are asked about: events, and what stands where an event should. */
  readonly events: readonly Json[];
  /** How many of them CloudTrail wrote. */
  readonly genuine: number;
  /** How many records are neither an event, nor carry one, nor are known to be something else. */
  readonly foreign: number;
  /** Texts that should be JSON and are not, or that lie too deep to be looked into. */
  readonly broken: number;
}

/** Containers and texts around an event. A message of SNS in one of SQS that carries a subscription's gzip has fewer. */
const DEEPEST = 16;

/**
 * Looks into what events are carried in: CloudTrail's `Records`, LookupEvents (`CloudTrailEvent` is JSON in a string), FilterLogEvents
 * (`message` likewise), subscriptions of CloudWatch Logs (`logEvents`) and the envelope of EventBridge (`detail`), as the API
 * references of CloudTrail, CloudWatch Logs and EventBridge give them. Of any other object whatever is in it is looked at, be it
 * JSON in a text or, when `decode` is set, in base64: what is a whole event of CloudTrail there is one (messages of SNS and SQS,
 * records of Kinesis, answers of CloudTrail Lake, Logs Insights and Elasticsearch). An event is not looked into. `expected`: the
 * record should carry one, and is told when it does not.
 */
export function unwrap(record: Json, decode = true, expected = true): Unwrapped {
  if (isEvent(record)) return { events: [record], genuine: 1, foreign: 0, broken: 0 };
  return new Search(decode).of(record, expected);
}

/** What CloudTrail writes about a call or an action of a service. */
export const isEvent = (value: Json): boolean => !isForeign(value) && contentOf(value) === 'events';

class Search {
  readonly #decode: boolean;
  #left = MOST_DECODED;
  readonly #events: Json[] = [];
  #genuine = 0;
  #foreign = 0;
  #broken = 0;
  /** Events of other kinds, and what is known to be something else. */
  #known = 0;

  constructor(decode: boolean) {
    this.#decode = decode;
  }

  of(record: Json, expected: boolean): Unwrapped {
    this.#visit(record, 0, expected);
    return { events: this.#events, genuine: this.#genuine, foreign: this.#foreign, broken: this.#broken };
  }

  /** `expected`: an event should be here, and nothing else. */
  #visit(value: Json, depth: number, expected: boolean): void {
    if (depth > DEEPEST) this.#broken++;
    else if (isArray(value)) for (const item of value) this.#visit(item, depth + 1, expected);
    else if (typeof value === 'string') this.#text(value, depth, expected);
    else if (isObject(value)) this.#object(value, depth, expected);
  }

  #object(value: JsonObject, depth: number, expected: boolean): void {
    if (contentOf(value) !== 'events') {
      this.#events.push(value);
      this.#known++;
      return;
    }
    if (!isForeign(value) && (expected || 'eventTime' in value)) {
      this.#events.push(value);
      this.#genuine++;
      return;
    }
    const genuine = this.#genuine;
    const settled = this.#settled();
    const carrier = carrierIn(value);
    if (carrier !== undefined) this.#visit(value[carrier]!, depth + 1, true);
    if (this.#genuine === genuine)
      for (const [member, item] of Object.entries(value)) if (member !== carrier) this.#visit(item, depth + 1, false);
    if (this.#settled() > settled) return;
    // An empty object hides nothing.
    if (isOther(value) || (expected && Object.keys(value).length === 0)) this.#known++;
    else if (expected) {
      this.#events.push(value);
      this.#foreign++;
    }
  }

  #settled(): number {
    return this.#genuine + this.#foreign + this.#broken + this.#known;
  }

  #text(text: string, depth: number, expected: boolean): void {
    if (text.startsWith(CONTROL_MESSAGE)) {
      this.#known++;
      return;
    }
    const looksLikeJson = /^\s*[{[]/.test(text);
    const decoded = looksLikeJson || !this.#decode ? null : decodedText(text, this.#left);
    if (decoded === undefined) this.#broken++;
    else if (decoded !== null) {
      this.#left -= decoded.length;
      this.#documents(decoded, depth, expected);
    } else if (looksLikeJson || expected) this.#documents(text, depth, expected);
  }

  #documents(text: string, depth: number, expected: boolean): void {
    const { values, broken } = documentsIn(text);
    for (const value of values) this.#visit(value, depth + 1, expected);
    if (broken && (expected || EVENT_LIKE.test(text))) this.#broken++;
  }
}

/** Of other texts that are no JSON nobody need be told. */
const EVENT_LIKE = /eventName|eventVersion/;

function carrierIn(value: JsonObject): string | undefined {
  for (const member of ['Records', 'Events', 'events', 'logEvents']) if (isArray(value[member])) return member;
  if (typeof value.CloudTrailEvent === 'string') return 'CloudTrailEvent';
  if (typeof value.message === 'string' && value.timestamp !== undefined && value.eventName === undefined)
    return 'message';
  const type = value['detail-type'];
  return typeof type === 'string' && type.endsWith(' via CloudTrail') && isObject(value.detail) ? 'detail' : undefined;
}
