import type { JsonObject } from '../predicate/json.js';
import { all, at, is, not, type Predicate, text, type } from '../predicate/predicate.js';
import { ANY_TEXT, literal, sequence } from '../predicate/text.js';
import { callRecord } from './api-call.js';
import {
  ASSUMED_ROLE,
  AWS_SERVICE,
  CALLER_SOURCE,
  type Caller,
  FEDERATED_USER,
  IAM_USER,
  IDENTITY_CENTER_USER,
  OTHER_ACCOUNT,
  ROOT,
  SAML_USER,
  SERVICE_WITH_ROLE,
  WEB_IDENTITY_USER,
} from './callers.js';
import { isDataEvent } from './data-events.js';
import { DOCUMENTED_VALUES } from './documented-values.js';
import type { EventClass } from './event-class.js';
import { mergeFields, OPEN, RECORD, withoutField } from './fields.js';
import { ANY_RECORD, alike, ifThere, SUCCEEDED } from './record.js';
import type { EventShape, KnownFields } from './shape.js';
import { rootSignIns } from './sign-in.js';

/** All its documented records are calls, and `serviceEventDetails` is of what a service has done by itself. */
const KNOWN: KnownFields = mergeFields(withoutField(RECORD, 'serviceEventDetails'), {
  keys: { requestParameters: OPEN, responseElements: OPEN, additionalEventData: OPEN },
});
const CALLERS: readonly Caller[] = [IAM_USER, ASSUMED_ROLE, ROOT, FEDERATED_USER, SERVICE_WITH_ROLE, AWS_SERVICE];
const REFUSED_ONLY: readonly Caller[] = [OTHER_ACCOUNT, SAML_USER, WEB_IDENTITY_USER, IDENTITY_CENTER_USER];

/** The two ways in which a refusal is written: EC2's own, and everybody else's. */
const REFUSALS = [
  { errorCode: 'AccessDenied', errorMessage: 'User is not authorized to perform this operation' },
  { errorCode: 'Client.UnauthorizedOperation', errorMessage: 'You are not authorized to perform this operation.' },
] as const;

/**
 * An error code is one identifier; `UnauthorizedOperation` is its end (`Client.UnauthorizedOperation`, EC2 API reference, "Error
 * codes"), and no code says it twice. Without this, AWS's way of matching `*UnauthorizedOperation` could not be decided.
 */
const SAID_ONCE: Predicate = not(
  at(
    ['errorCode'],
    text(sequence(ANY_TEXT, literal('UnauthorizedOperation'), ANY_TEXT, literal('UnauthorizedOperation'), ANY_TEXT)),
  ),
);

/**
 * The shapes of events that no table describes: of any service (`*:*`), of any event of a service, or of a name that a control of
 * the user's own brings. Management events only: data and network activity events are recorded for those who ask for them, and no
 * control of ours is about them. Of a name that is known for a data event there is only a record that no selector of management
 * events selects: what else a trail selects is not judged, so it is neither proved nor broken.
 */
export function shapesOfAnyEvent(event: EventClass): readonly EventShape[] {
  const named: readonly Predicate[] = [
    ...(event.eventSource === null ? [] : [at(['eventSource'], is(event.eventSource))]),
    ...(event.eventName === null ? [] : [at(['eventName'], is(event.eventName))]),
  ];
  if (isDataEvent(event)) return [dataRecord(event, named)];
  return [
    anyRecord(event, named),
    ...CALLERS.map((caller) => succeeded(event, caller, named)),
    ...[...CALLERS, ...REFUSED_ONLY].flatMap((caller) =>
      REFUSALS.map((refusal) => refused(event, caller, refusal, named)),
    ),
    ...(event.eventSource === null && event.eventName === null ? rootSignIns() : []),
  ];
}

function anyRecord(event: EventClass, named: readonly Predicate[]): EventShape {
  return {
    variant: 'any management event',
    holds: all(...named, ANY_RECORD, SAID_ONCE, ifThere(['userIdentity', 'type'], type('string'))),
    known: KNOWN,
    example: record(event, IAM_USER),
    source: 'CloudTrail user guide, CloudTrail record contents',
    conjectured: true,
  };
}

function dataRecord(event: EventClass, named: readonly Predicate[]): EventShape {
  return {
    variant: 'a data event',
    holds: all(...named, at(['eventCategory'], is('Data')), ifThere(['managementEvent'], type('false'))),
    known: KNOWN,
    example: { ...record(event, IAM_USER), managementEvent: false, eventCategory: 'Data' },
    source: 'CloudTrail user guide, Logging data events',
    conjectured: true,
    conjecture: 'it is a data event, and as far as was read a trail records management events only',
  };
}

function succeeded(event: EventClass, caller: Caller, named: readonly Predicate[]): EventShape {
  const example = record(event, caller);
  return {
    variant: caller.variant,
    holds: all(...named, SUCCEEDED, caller.holds, DOCUMENTED_VALUES, alike(example, sometimesOf(event, caller))),
    known: KNOWN,
    example,
    source: CALLER_SOURCE,
    ...(caller.conjectured ? { conjectured: true } : {}),
  };
}

function refused(
  event: EventClass,
  caller: Caller,
  refusal: (typeof REFUSALS)[number],
  named: readonly Predicate[],
): EventShape {
  const example: JsonObject = { ...record(event, caller), ...refusal };
  return {
    variant: `${caller.variant}, refused with ${refusal.errorCode}`,
    holds: all(...named, SAID_ONCE, caller.holds, DOCUMENTED_VALUES, alike(example, sometimesOf(event, caller))),
    known: KNOWN,
    example,
    source: 'CloudTrail user guide, log file examples, error code and message',
    ...(caller.conjectured ? { conjectured: true } : {}),
  };
}

/** Of any events `readOnly` may have either value: read calls are among them. One call either reads or writes. */
const sometimesOf = (event: EventClass, caller: Caller): readonly string[] => [
  ...(event.eventName === null ? ['readOnly'] : []),
  'requestParameters',
  'responseElements',
  ...(caller.sometimes ?? []).map((path) => `userIdentity.${path}`),
];

const NAMED_AS_READ = /^(?:BatchGet|Describe|Get|Head|List|Lookup)/;

/** A read call where nothing else is asked for: what a trail that records only writes does not see. */
function record(event: EventClass, caller: Caller): JsonObject {
  const eventSource = event.eventSource ?? 'ec2.amazonaws.com';
  const sample = {
    eventName: event.eventName ?? 'DescribeInstances',
    kind: 'call',
    requestParameters: {},
    responseElements: null,
  } as const;
  return {
    ...callRecord({ eventSource, host: eventSource.replace('.', '.us-east-1.') }, sample, caller),
    readOnly: event.eventName === null || NAMED_AS_READ.test(event.eventName),
  };
}
