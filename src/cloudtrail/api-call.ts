import type { JsonObject } from '../predicate/json.js';
import { memo } from '../predicate/memo.js';
import { all, at, exists, is, not, type Predicate, type } from '../predicate/predicate.js';
import { CALLERS, type Caller } from './callers.js';
import { DOCUMENTED_VALUES } from './documented-values.js';
import type { EventSample, ServiceEvents } from './event-sample.js';
import { fieldsOf, mergeFields, RECORD, withoutField } from './fields.js';
import { ANY_RECORD, alike, commonMembers, ifThere, SUCCEEDED, without } from './record.js';
import type { EventShape, KnownFields } from './shape.js';
import { formsOf } from './value-forms.js';

/** The shapes of one documented event: first any record of it, then the documented ones. */
export function shapesOfEvent(service: ServiceEvents, event: EventSample): readonly EventShape[] {
  const known = knownOf(event);
  const any = anyOfEvent(service, event, known);
  if (event.kind === 'service') return [any, byTheServiceItself(service, event, known)];
  return [
    any,
    ...CALLERS.map((caller) => succeeded(service, event, caller, known)),
    ...CALLERS.filter((caller) => !isConjectured(service, caller)).map((caller) =>
      refused(service, event, caller, known),
    ),
  ];
}

const isConjectured = (service: ServiceEvents, caller: Caller): boolean =>
  caller.conjectured === true || (service.hardlyCalledBy?.includes(caller) ?? false);

/**
 * Any record of the event that the documentation allows for, whoever called and however it ended: what a proof rests on.
 * `userIdentity.type` is called mandatory, and the KMS developer guide shows a call of KMS itself without it
 * (SynchronizeMultiRegionKey).
 */
function anyOfEvent(service: ServiceEvents, event: EventSample, known: KnownFields): EventShape {
  const caller = CALLERS[0]!;
  return {
    variant: 'any record of the event',
    holds: all(
      at(['eventSource'], is(service.eventSource)),
      at(['eventName'], is(event.eventName)),
      at(['eventType'], is(eventType(event))),
      ANY_RECORD,
      ifThere(['readOnly'], type('false')),
      ifThere(['userIdentity', 'type'], type('string')),
    ),
    known,
    example: event.kind === 'call' ? callRecord(service, event, caller) : serviceRecord(service, event),
    source: 'CloudTrail user guide, CloudTrail record contents',
    conjectured: true,
  };
}

function succeeded(service: ServiceEvents, event: EventSample, caller: Caller, known: KnownFields): EventShape {
  const example = callRecord(service, event, caller);
  return {
    variant: caller.variant,
    holds: all(
      named(service, event),
      SUCCEEDED,
      caller.holds,
      DOCUMENTED_VALUES,
      formsOfEvent(event),
      alike(example, sometimesOf(event, caller)),
    ),
    known,
    example,
    source: event.source,
    ...(isConjectured(service, caller) ? { conjectured: true } : {}),
  };
}

/** A refused call shows its error and no response; its parameters can be missing where they could not be read. */
function refused(service: ServiceEvents, event: EventSample, caller: Caller, known: KnownFields): EventShape {
  const example: JsonObject = { ...callRecord(service, event, caller), ...service.refused, responseElements: null };
  return {
    variant: `${caller.variant}, failed call`,
    holds: all(
      named(service, event),
      caller.holds,
      DOCUMENTED_VALUES,
      formsOfEvent(event),
      alike(example, [...sometimesOf(event, caller), 'requestParameters', 'resources', 'additionalEventData']),
    ),
    known,
    example,
    source: 'CloudTrail user guide, log file examples, error code and message',
  };
}

/** No API was called: `userIdentity` has no type, and there are no request parameters (CloudTrail user guide, "AWS service events"). */
function byTheServiceItself(service: ServiceEvents, event: EventSample, known: KnownFields): EventShape {
  const example = serviceRecord(service, event);
  return {
    variant: 'event of the service itself',
    holds: all(
      named(service, event),
      SUCCEEDED,
      not(exists('userIdentity', 'type')),
      DOCUMENTED_VALUES,
      formsOfEvent(event),
      alike(example, event.sometimes ?? []),
    ),
    known,
    example,
    source: event.source,
  };
}

const named = (service: ServiceEvents, event: EventSample): Predicate =>
  all(at(['eventSource'], is(service.eventSource)), at(['eventName'], is(event.eventName)));

const eventType = (event: EventSample): string => (event.kind === 'call' ? 'AwsApiCall' : 'AwsServiceEvent');

export function callRecord(
  service: Pick<ServiceEvents, 'eventSource' | 'host'>,
  event: Omit<EventSample, 'source'>,
  caller: Caller,
): JsonObject {
  const record: JsonObject = {
    ...commonMembers(service.host),
    userIdentity: caller.userIdentity,
    eventSource: service.eventSource,
    eventName: event.eventName,
    eventType: 'AwsApiCall',
    requestID: 'a0a0a0a0-1111-4222-8333-444455556666',
    requestParameters: event.requestParameters,
    responseElements: event.responseElements,
    ...event.record,
    ...caller.record,
  };
  return without(record, caller.without);
}

function serviceRecord(service: ServiceEvents, event: EventSample): JsonObject {
  return without(
    {
      ...commonMembers(service.host),
      userIdentity: { accountId: '111122223333', invokedBy: 'AWS Internal' },
      sourceIPAddress: 'AWS Internal',
      userAgent: 'AWS Internal',
      eventSource: service.eventSource,
      eventName: event.eventName,
      eventType: eventType(event),
      requestParameters: null,
      responseElements: event.responseElements,
      ...event.record,
    },
    ['tlsDetails'],
  );
}

function sometimesOf(event: EventSample, caller: Caller): readonly string[] {
  return [...(event.sometimes ?? []), ...(caller.sometimes ?? []).map((path) => `userIdentity.${path}`)];
}

/** The parameters of a call are its own, and a record that nobody saw refutes nothing: those of its documented records. */
function knownOf(event: EventSample): KnownFields {
  const own: JsonObject = {
    requestParameters: event.requestParameters,
    responseElements: event.responseElements,
    ...event.record,
  };
  const fields = mergeFields(mergeFields(RECORD, fieldsOf(own)), fieldsOf(event.also ?? {}));
  // What a service has done by itself, nobody called.
  return event.kind === 'call' && !hasDetails(event) ? withoutField(fields, 'serviceEventDetails') : fields;
}

const hasDetails = ({ record, also }: EventSample): boolean =>
  [record, also].some((part) => part !== undefined && Object.hasOwn(part, 'serviceEventDetails'));

/** The members that are the event's own have the forms that its documented records show. For counterexamples only. */
const formsOfEvent = memo(
  ({ requestParameters, responseElements, record, also }: EventSample): Predicate =>
    all(...[{ requestParameters, responseElements }, record ?? {}, also ?? {}].map((part) => formsOf(part))),
);
