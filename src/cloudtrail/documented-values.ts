import { all, any, at, is, type Predicate, type Step, type } from '../predicate/predicate.js';
import { choice, literal, repeat, sequence, startsWith } from '../predicate/text.js';
import { ifThere } from './record.js';
import {
  ACCESS_KEY,
  ACCOUNT,
  API_VERSION,
  ARN,
  DIGIT,
  digits,
  ENDPOINT,
  joined,
  REGION,
  RESOURCE_TYPE,
  SAID,
  SERVICE,
  SOURCE_ADDRESS,
  UUID,
  words,
} from './value-forms.js';

const STRING = type('string');
const TIME = words(
  sequence(
    joined('-', sequence(literal('20'), digits(2)), digits(2), digits(2)),
    literal('T'),
    joined(':', digits(2), digits(2), digits(2)),
    literal('Z'),
  ),
);
const TRUE_OR_FALSE = any(is('true'), is('false'));
const PARAMETERS = any(type('object'), type('null'));

/** Codes that AWS documents for refused and failed calls of these services: of a counterexample somebody must have seen the code. */
const ERROR_CODES = [
  'AccessDenied',
  'AccessDeniedException',
  'Client.UnauthorizedOperation',
  'UnauthorizedOperation',
  'KMSInvalidStateException',
  'NotFoundException',
  'DryRunOperationException',
  'ValidationException',
  'ThrottlingException',
  'InvalidParameterValue',
  'NoSuchEntityException',
];

const ISSUER = ['userIdentity', 'sessionContext', 'sessionIssuer'];
const ATTRIBUTES = ['userIdentity', 'sessionContext', 'attributes'];

/** What the CloudTrail user guide ("CloudTrail record contents", "CloudTrail userIdentity element") and its samples show of a field's values. */
const VALUES: readonly (readonly [path: readonly (string | Step)[], values: Predicate])[] = [
  [['eventVersion'], words(sequence(literal('1.'), repeat(DIGIT, 1, 2)))],
  [['eventTime'], TIME],
  [['eventID'], UUID],
  [['sharedEventID'], UUID],
  [['requestID'], STRING],
  [['apiVersion'], API_VERSION],
  [['awsRegion'], REGION],
  [['recipientAccountId'], ACCOUNT],
  [['sourceIPAddress'], SOURCE_ADDRESS],
  [['userAgent'], STRING],
  [['errorCode'], words(choice(...ERROR_CODES.map(literal)))],
  [['errorMessage'], SAID],
  [['vpcEndpointId'], ENDPOINT],
  [['vpcEndpointAccountId'], ACCOUNT],
  [['sessionCredentialFromConsole'], TRUE_OR_FALSE],
  [['requestParameters'], PARAMETERS],
  [['responseElements'], PARAMETERS],
  [['additionalEventData'], PARAMETERS],
  [['serviceEventDetails'], PARAMETERS],
  [['addendum'], type('object')],
  [['addendum', 'reason'], words(choice(...['DELIVERY_DELAY', 'UPDATED_DATA', 'SERVICE_OUTAGE'].map(literal)))],
  [['addendum', 'updatedFields'], SAID],
  [['addendum', 'originalRequestID'], SAID],
  [['addendum', 'originalEventID'], UUID],
  [['resources'], type('array')],
  [['resources', 'element'], at(['ARN'], ARN)],
  [['resources', 'element', 'accountId'], ACCOUNT],
  [['resources', 'element', 'type'], RESOURCE_TYPE],
  [['tlsDetails'], type('object')],
  [['tlsDetails', 'tlsVersion'], words(startsWith('TLSv1'))],
  [['tlsDetails', 'cipherSuite'], SAID],
  [['tlsDetails', 'clientProvidedHostHeader'], SAID],
  [['userIdentity', 'userName'], SAID],
  [['userIdentity', 'principalId'], SAID],
  [['userIdentity', 'accessKeyId'], ACCESS_KEY],
  [['userIdentity', 'identityProvider'], SAID],
  [['userIdentity', 'arn'], ARN],
  [['userIdentity', 'accountId'], ACCOUNT],
  [['userIdentity', 'invokedBy'], SERVICE],
  [['userIdentity', 'credentialId'], SAID],
  [['userIdentity', 'invokedByDelegate'], at(['accountId'], ACCOUNT)],
  [['userIdentity', 'onBehalfOf'], all(at(['userId'], SAID), at(['identityStoreArn'], ARN))],
  [['userIdentity', 'inScopeOf'], all(at(['sourceArn'], ARN), at(['sourceAccount'], ACCOUNT))],
  [['userIdentity', 'inScopeOf', 'issuerType'], SAID],
  [['userIdentity', 'inScopeOf', 'credentialsIssuedTo'], ARN],
  [['userIdentity', 'sessionContext'], type('object')],
  [['userIdentity', 'sessionContext', 'webIdFederationData'], type('object')],
  [['userIdentity', 'sessionContext', 'sourceIdentity'], SAID],
  [['userIdentity', 'sessionContext', 'ec2RoleDelivery'], words(choice(literal('1.0'), literal('2.0')))],
  [['userIdentity', 'sessionContext', 'assumedRoot'], TRUE_OR_FALSE],
  [['userIdentity', 'sessionContext', 'signInSessionArn'], ARN],
  [ISSUER, type('object')],
  [[...ISSUER, 'arn'], ARN],
  [[...ISSUER, 'accountId'], ACCOUNT],
  [[...ISSUER, 'type'], SAID],
  [[...ISSUER, 'userName'], SAID],
  [[...ISSUER, 'principalId'], SAID],
  [ATTRIBUTES, type('object')],
  [[...ATTRIBUTES, 'creationDate'], TIME],
  [[...ATTRIBUTES, 'mfaAuthenticated'], TRUE_OR_FALSE],
];

/**
 * The values that documented fields have where they are there. For counterexamples only: one that holds an `eventTime` of no time, or
 * an object for a `userAgent`, is no record that CloudTrail writes. A proof does not rest on it.
 */
export const DOCUMENTED_VALUES: Predicate = all(...VALUES.map(([path, values]) => ifThere(path, values)));
