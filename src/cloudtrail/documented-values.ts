import { all, any, is, type Predicate, text, type } from '../predicate/predicate.js';
import { ANY_CHAR, chars, choice, literal, repeat, sequence, startsWith, type Text } from '../predicate/text.js';
import { ifThere } from './record.js';

const DIGIT = chars([0x30, 0x39]);
const digits = (count: number): Text => repeat(DIGIT, count, count);
const hex = (count: number): Text => repeat(chars([0x30, 0x39], [0x61, 0x66]), count, count);
const between = (separator: string, ...parts: readonly Text[]): Text =>
  sequence(...parts.flatMap((part, index) => (index === 0 ? [part] : [literal(separator), part])));
const words = (like: Text): Predicate => all(type('string'), text(like));

const STRING = type('string');
const SAID = words(repeat(ANY_CHAR, 1, null));
const ARN = words(startsWith('arn:'));
const ACCOUNT = words(digits(12));
const UUID = words(between('-', hex(8), hex(4), hex(4), hex(4), hex(12)));
const TIME = words(
  sequence(
    between('-', sequence(literal('20'), digits(2)), digits(2), digits(2)),
    literal('T'),
    between(':', digits(2), digits(2), digits(2)),
    literal('Z'),
  ),
);
const SERVICE = words(choice(literal('AWS Internal'), sequence(repeat(ANY_CHAR, 1, null), literal('.amazonaws.com'))));
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
const VALUES: readonly (readonly [path: readonly string[], values: Predicate])[] = [
  [['eventVersion'], words(sequence(literal('1.'), repeat(DIGIT, 1, 2)))],
  [['eventTime'], TIME],
  [['eventID'], UUID],
  [['sharedEventID'], UUID],
  [['requestID'], STRING],
  [['apiVersion'], STRING],
  [['sourceIPAddress'], SAID],
  [['userAgent'], STRING],
  [['errorCode'], words(choice(...ERROR_CODES.map(literal)))],
  [['errorMessage'], STRING],
  [['vpcEndpointId'], words(startsWith('vpce-'))],
  [['vpcEndpointAccountId'], ACCOUNT],
  [['sessionCredentialFromConsole'], TRUE_OR_FALSE],
  [['requestParameters'], PARAMETERS],
  [['responseElements'], PARAMETERS],
  [['additionalEventData'], PARAMETERS],
  [['serviceEventDetails'], PARAMETERS],
  [['addendum'], type('object')],
  [['resources'], type('array')],
  [['tlsDetails'], type('object')],
  [['tlsDetails', 'tlsVersion'], words(startsWith('TLSv1'))],
  [['tlsDetails', 'cipherSuite'], SAID],
  [['tlsDetails', 'clientProvidedHostHeader'], SAID],
  [['userIdentity', 'userName'], STRING],
  [['userIdentity', 'principalId'], STRING],
  [['userIdentity', 'accessKeyId'], STRING],
  [['userIdentity', 'identityProvider'], SAID],
  [['userIdentity', 'arn'], ARN],
  [['userIdentity', 'accountId'], ACCOUNT],
  [['userIdentity', 'invokedBy'], SERVICE],
  [['userIdentity', 'sessionContext'], type('object')],
  [ISSUER, type('object')],
  [[...ISSUER, 'arn'], ARN],
  [[...ISSUER, 'accountId'], ACCOUNT],
  [[...ISSUER, 'type'], SAID],
  [[...ISSUER, 'userName'], STRING],
  [[...ISSUER, 'principalId'], STRING],
  [ATTRIBUTES, type('object')],
  [[...ATTRIBUTES, 'creationDate'], TIME],
  [[...ATTRIBUTES, 'mfaAuthenticated'], TRUE_OR_FALSE],
];

/**
 * The values that documented fields have where they are there. For counterexamples only: one that holds an `eventTime` of no time, or
 * an object for a `userAgent`, is no record that CloudTrail writes. A proof does not rest on it.
 */
export const DOCUMENTED_VALUES: Predicate = all(...VALUES.map(([path, values]) => ifThere(path, values)));
