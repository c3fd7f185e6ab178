import type { JsonObject } from '../predicate/json.js';
import type { Caller } from './callers.js';

/** What is documented of one event: what its record shows apart from who called and when. */
export interface EventSample {
  readonly eventName: string;
  /** `call`: somebody called an API. `service`: the service did it by itself. */
  readonly kind: 'call' | 'service';
  readonly requestParameters: JsonObject | null;
  readonly responseElements: JsonObject | null;
  /** Further members of the documented record. */
  readonly record?: JsonObject;
  /** Dotted paths that the sample shows and that are not always there. */
  readonly sometimes?: readonly string[];
  /** Members that other documented records of the event show: known, and never always there. */
  readonly also?: JsonObject;
  readonly source: string;
}

/** The events of one service. */
export interface ServiceEvents {
  readonly eventSource: string;
  /** The host name that a caller gives, in us-east-1. */
  readonly host: string;
  /** errorCode and errorMessage of a refused call. */
  readonly refused: { readonly errorCode: string; readonly errorMessage: string };
  /** Callers that are not known to reach this service, though they reach others. */
  readonly hardlyCalledBy?: readonly Caller[];
  readonly events: readonly EventSample[];
}

/** A call, in one line. */
export function call(
  eventName: string,
  requestParameters: JsonObject | null,
  responseElements: JsonObject | null,
  source: string,
  more: Partial<EventSample> = {},
): EventSample {
  return { eventName, kind: 'call', requestParameters, responseElements, source, ...more };
}
