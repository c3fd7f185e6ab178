import { any, at, is, type Predicate, type } from '../../predicate/predicate.js';
import { scalarsOf, stringOf } from './ecs-event.js';
import { derived, type EcsField, firstOf, ofElements, oneOf, renamed, type Values } from './field.js';
import { isoInstant } from './iso-instant.js';

const CLOUDTRAIL = 'aws.cloudtrail';
const IDENTITY = `${CLOUDTRAIL}.user_identity`;
const SESSION = `${IDENTITY}.session_context`;
const issuer = (member: string) => ['userIdentity', 'sessionContext', 'sessionIssuer', member];

const dateAt =
  (...path: readonly string[]): Values =>
  ({ kept }) => {
    const written = stringOf(kept, path);
    const date = written === undefined ? undefined : isoInstant(written);
    return date === undefined ? [] : [date];
  };

const isTrue = (member: string): Predicate => at([member], any(type('true'), is('true')));
const isFalse = (member: string): Predicate => at([member], any(type('false'), is('false')));

/** A boolean member: a boolean field takes its text too. */
const booleanOf =
  (member: string, asText: boolean): Values =>
  ({ kept }) => {
    const written = stringOf(kept, [member]);
    if (written !== 'true' && written !== 'false') return [];
    return [asText ? written : written === 'true'];
  };

/**
 * What the pipeline copies from the record under other names. `aws.cloudtrail.shared_event_id` is not among them: the pipeline reads
 * a member `sharedEventId`, and CloudTrail writes `sharedEventID`, so Elastic's field is always empty.
 */
export const RECORD_FIELDS: readonly EcsField[] = [
  derived('@timestamp', 'date', dateAt('eventTime')),
  renamed('event.provider', 'eventSource'),
  renamed('event.action', 'eventName'),
  renamed('event.id', 'eventID'),
  derived('cloud.service.name', 'keyword', ({ kept }) =>
    scalarsOf(kept, ['eventSource']).map((source) => String(source).replace(/\.amazonaws\.com$/, '')),
  ),
  renamed('cloud.region', 'awsRegion'),
  firstOf('cloud.account.id', [{ path: ['userIdentity', 'accountId'] }, { path: ['recipientAccountId'] }], ({ kept }) =>
    [...scalarsOf(kept, ['userIdentity', 'accountId']), ...scalarsOf(kept, ['recipientAccountId'])].slice(0, 1),
  ),
  renamed(`${CLOUDTRAIL}.event_version`, 'eventVersion'),
  renamed(`${CLOUDTRAIL}.event_type`, 'eventType'),
  renamed(`${CLOUDTRAIL}.event_category`, 'eventCategory'),
  renamed(`${CLOUDTRAIL}.api_version`, 'apiVersion'),
  renamed(`${CLOUDTRAIL}.request_id`, 'requestID'),
  renamed(`${CLOUDTRAIL}.recipient_account_id`, 'recipientAccountId'),
  renamed(`${CLOUDTRAIL}.vpc_endpoint_id`, 'vpcEndpointId'),
  renamed(`${CLOUDTRAIL}.error_code`, 'errorCode'),
  renamed(`${CLOUDTRAIL}.error_message`, 'errorMessage'),
  renamed(`${CLOUDTRAIL}.session_credential_from_console`, 'sessionCredentialFromConsole'),
  oneOf(
    `${CLOUDTRAIL}.read_only`,
    'boolean',
    [
      [true, isTrue('readOnly')],
      [false, isFalse('readOnly')],
    ],
    booleanOf('readOnly', false),
  ),
  oneOf(
    `${CLOUDTRAIL}.management_event`,
    'keyword',
    [
      ['true', isTrue('managementEvent')],
      ['false', isFalse('managementEvent')],
    ],
    booleanOf('managementEvent', true),
  ),
  renamed(`${IDENTITY}.type`, 'userIdentity', 'type'),
  renamed(`${IDENTITY}.arn`, 'userIdentity', 'arn'),
  renamed(`${IDENTITY}.access_key_id`, 'userIdentity', 'accessKeyId'),
  renamed(`${IDENTITY}.invoked_by`, 'userIdentity', 'invokedBy'),
  renamed(`${SESSION}.mfa_authenticated`, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated'),
  derived(`${SESSION}.creation_date`, 'date', dateAt('userIdentity', 'sessionContext', 'attributes', 'creationDate')),
  renamed(`${SESSION}.session_issuer.type`, ...issuer('type')),
  renamed(`${SESSION}.session_issuer.principal_id`, ...issuer('principalId')),
  renamed(`${SESSION}.session_issuer.arn`, ...issuer('arn')),
  renamed(`${SESSION}.session_issuer.account_id`, ...issuer('accountId')),
  ofElements(`${CLOUDTRAIL}.resources.arn`, ['resources'], 'ARN', 'arn'),
  ofElements(`${CLOUDTRAIL}.resources.account_id`, ['resources'], 'accountId', 'account_id'),
  ofElements(`${CLOUDTRAIL}.resources.type`, ['resources'], 'type'),
];
