import { bound, reasonsOf } from '../../predicate/bound.js';
import { foldAll, foldAny } from '../../predicate/fold.js';
import type { Json, JsonObject } from '../../predicate/json.js';
import { matches } from '../../predicate/match.js';
import {
  any,
  at,
  between,
  type Draft,
  exists,
  FALSE,
  is,
  not,
  type Reason,
  TRUE,
  unknown,
} from '../../predicate/predicate.js';
import { onObject, onString, onText } from './partial.js';

/** What is known of the record whose envelope is asked about. A member that is absent is not known. */
export interface KnownRecord {
  readonly eventSource?: string;
  readonly eventType?: string;
  readonly awsRegion?: string;
  /** The account in whose event bus the event arrives. */
  readonly account?: string;
}

/**
 * A draft over the EventBridge envelope, as one over the CloudTrail record that the envelope carries as `detail`. The envelope of an
 * event that CloudTrail delivers is, after the EventBridge user guide and its reference of AWS's events: version "0", source `aws.` and
 * the service's name, detail-type by the record's eventType, resources []; its id and time are not known before. A key that no envelope
 * has is absent. The result is over the record; the pattern must be one over an envelope (`toDraft`).
 */
export function overRecord(pattern: Draft, known: KnownRecord): Draft {
  return onObject(pattern, (key, of) => {
    switch (key) {
      case 'detail':
        return onObject(of, (name, inner) => at<Draft>([{ key: name }], inner));
      case 'source':
        return source(of, known.eventSource);
      case 'detail-type':
        return detailType(of, known.eventType);
      case 'account':
        return constantOrField(of, known.account, 'recipientAccountId');
      case 'region':
        return constantOrField(of, known.awsRegion, 'awsRegion');
      case 'version':
        return constant(of, '0');
      case 'resources':
        return constant(of, []);
      case 'id':
        return onString(of, WHY.id);
      case 'time':
        return onString(of, WHY.time);
      default:
        return FALSE;
    }
  });
}

const why = (code: string, message: string): Reason => ({ code: `envelope-${code}`, message });
const WHY = {
  id: why('id', 'the id of an event is not known before it happens'),
  time: why('time', 'the time of an event is not known before it happens'),
  source: why('source', 'the EventBridge source of this service was not checked against its documentation'),
  detailType: why('detail-type', 'the EventBridge detail-type of this eventType is not documented'),
  signIn: why(
    'sign-in',
    'AWS writes the detail-type of console sign-ins in two ways; events are known in only one of them',
  ),
  field: why('field', 'the record does not say what stands in this field of the envelope'),
};

/** Services whose page in the EventBridge events reference, or whose published events, give `aws.` and the label of eventSource. */
const CERTAIN = ['cloudtrail', 'config', 'ec2', 'iam', 'kms', 'organizations', 's3', 'signin'];

const SOURCES = CERTAIN.map((label) => ({ eventSource: `${label}.amazonaws.com`, source: `aws.${label}` }));

function source(of: Draft, eventSource: string | undefined): Draft {
  if (eventSource !== undefined) {
    const certain = SOURCES.find((entry) => entry.eventSource === eventSource);
    return certain ? constant(of, certain.source) : onText(of, { prefix: 'aws.' }, WHY.source);
  }
  return foldAny([
    ...SOURCES.map((entry) => foldAll([at(['eventSource'], is(entry.eventSource)), constant(of, entry.source)])),
    foldAll([
      not(at(['eventSource'], any(...SOURCES.map((entry) => is(entry.eventSource))))),
      onText(of, { prefix: 'aws.' }, WHY.source),
    ]),
  ]);
}

const DETAIL_TYPES: readonly { readonly eventType: string; readonly detailType: string; readonly also?: string }[] = [
  { eventType: 'AwsApiCall', detailType: 'AWS API Call via CloudTrail' },
  { eventType: 'AwsServiceEvent', detailType: 'AWS Service Event via CloudTrail' },
  { eventType: 'AwsConsoleAction', detailType: 'AWS Console Action via CloudTrail' },
  // Events and most pages have "Sign In"; a list in the user guide has "Signin".
  {
    eventType: 'AwsConsoleSignIn',
    detailType: 'AWS Console Sign In via CloudTrail',
    also: 'AWS Console Signin via CloudTrail',
  },
];

function detailType(of: Draft, eventType: string | undefined): Draft {
  const answer = ({ detailType: name, also }: (typeof DETAIL_TYPES)[number]): Draft => {
    const usual = constant(of, name);
    return also === undefined
      ? usual
      : any<Draft>(usual, foldAll([constant(of, also), between(FALSE, TRUE, WHY.signIn)]));
  };
  if (eventType !== undefined) {
    const entry = DETAIL_TYPES.find((candidate) => candidate.eventType === eventType);
    return entry ? answer(entry) : onString(of, WHY.detailType);
  }
  return foldAny([
    ...DETAIL_TYPES.map((entry) => foldAll([at(['eventType'], is(entry.eventType)), answer(entry)])),
    foldAll([
      not(at(['eventType'], any(...DETAIL_TYPES.map((entry) => is(entry.eventType))))),
      onString(of, WHY.detailType),
    ]),
  ]);
}

function constantOrField(of: Draft, value: string | undefined, field: string): Draft {
  if (value !== undefined) return constant(of, value);
  return foldAny([at<Draft>([{ key: field }], of), foldAll([not(exists({ key: field })), onString(of, WHY.field)])]);
}

/** What the draft says of this one value. */
export function constant(of: Draft, value: Json): Draft {
  if (matches(bound(of, 'must'), value)) return TRUE;
  if (!matches(bound(of, 'may'), value)) return FALSE;
  return unknown(reasonsOf(of)[0] ?? WHY.field);
}

/** The envelope in which EventBridge brings the record. Null where its source or its detail-type is not known. */
export function envelopeOf(record: JsonObject, id: string): JsonObject | null {
  const { eventSource, eventType, recipientAccountId, awsRegion, eventTime } = record;
  const from = SOURCES.find((entry) => entry.eventSource === eventSource)?.source;
  const entry = DETAIL_TYPES.find((candidate) => candidate.eventType === eventType);
  if (from === undefined || entry === undefined) return null;
  if (recipientAccountId === undefined || awsRegion === undefined || eventTime === undefined) return null;
  return {
    version: '0',
    id,
    'detail-type': entry.detailType,
    source: from,
    account: recipientAccountId,
    time: eventTime,
    region: awsRegion,
    resources: [],
    detail: record,
  };
}
