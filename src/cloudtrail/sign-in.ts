import type { JsonObject } from '../predicate/json.js';
import { all, at, exists, is, not, type Predicate, type } from '../predicate/predicate.js';
import { ASSUMED_ROLE, IAM_USER, ROOT } from './callers.js';
import { DOCUMENTED_VALUES } from './documented-values.js';
import { fieldsOf, mergeFields, RECORD, withoutField } from './fields.js';
import { ANY_RECORD, alike, commonMembers, ifThere, SUCCEEDED, without } from './record.js';
import type { EventShape, KnownFields } from './shape.js';

const SOURCE = 'CloudTrail user guide, AWS Management Console sign-in events';
export const SIGN_IN = { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' } as const;

interface SignIn {
  readonly variant: string;
  readonly userIdentity: JsonObject;
  readonly succeeds: boolean;
  readonly mfa: 'Yes' | 'No';
  /** Dotted paths of the record that are not always there. */
  readonly sometimes?: readonly string[];
}

/** Nobody has an access key yet at a sign-in; a failed one shows no ARN of an IAM user, and an empty access key. */
const user = without(IAM_USER.userIdentity, ['accessKeyId']);
const failedUser: JsonObject = { ...without(user, ['arn']), accessKeyId: '' };
const root: JsonObject = { ...without(ROOT.userIdentity, ['sessionContext']), accessKeyId: '' };

const SIGN_INS: readonly SignIn[] = [
  { variant: 'IAM user without MFA', userIdentity: user, succeeds: true, mfa: 'No' },
  { variant: 'IAM user with MFA', userIdentity: user, succeeds: true, mfa: 'Yes' },
  { variant: 'root without MFA', userIdentity: root, succeeds: true, mfa: 'No' },
  { variant: 'root with MFA', userIdentity: root, succeeds: true, mfa: 'Yes' },
  {
    variant: 'federated user',
    userIdentity: ASSUMED_ROLE.userIdentity,
    succeeds: true,
    mfa: 'No',
    sometimes: ['additionalEventData.LoginTo'],
  },
  { variant: 'IAM user, failed sign-in', userIdentity: failedUser, succeeds: false, mfa: 'No' },
  { variant: 'IAM user, failed sign-in with MFA', userIdentity: failedUser, succeeds: false, mfa: 'Yes' },
  { variant: 'root, failed sign-in', userIdentity: root, succeeds: false, mfa: 'No' },
];

/**
 * The shapes of `ConsoleLogin`. The documented values of `MFAUsed` are Yes and No; whether there is a third one nobody says, so the
 * first shape (on which a proof rests) leaves it open.
 */
export function signInShapes(): readonly EventShape[] {
  const known = SIGN_INS.map((signIn) => knownOf(signInRecord(signIn))).reduce(mergeFields);
  return [
    {
      variant: 'any console sign-in',
      holds: all(
        NAMED,
        at(['eventType'], is('AwsConsoleSignIn')),
        at(['userIdentity', 'type'], type('string')),
        ANY_RECORD,
        ifThere(['readOnly'], type('false')),
        ifThere(['additionalEventData', 'MFAUsed'], type('string')),
        ifThere(['responseElements', 'ConsoleLogin'], type('string')),
      ),
      known,
      example: signInRecord(SIGN_INS[0]!),
      source: SOURCE,
      conjectured: true,
    },
    ...SIGN_INS.map((signIn) => signInShape(signIn, known)),
  ];
}

/** The root user's sign-ins, for the events of any service. */
export const rootSignIns = (): readonly EventShape[] =>
  signInShapes().filter((shape) => shape.variant.startsWith('root'));

const NAMED = all(at(['eventSource'], is(SIGN_IN.eventSource)), at(['eventName'], is(SIGN_IN.eventName)));

function signInShape(signIn: SignIn, known: KnownFields): EventShape {
  const example = signInRecord(signIn);
  const outcome: Predicate = signIn.succeeds
    ? SUCCEEDED
    : all(not(exists('errorCode')), at(['errorMessage'], is('Failed authentication')));
  return {
    variant: signIn.variant,
    holds: all(
      NAMED,
      outcome,
      at(['userIdentity', 'type'], is(String(signIn.userIdentity.type))),
      not(exists('userIdentity', 'invokedBy')),
      at(['additionalEventData', 'MFAUsed'], is(signIn.mfa)),
      at(['responseElements', 'ConsoleLogin'], is(signIn.succeeds ? 'Success' : 'Failure')),
      DOCUMENTED_VALUES,
      alike(example, ['additionalEventData.MFAIdentifier', ...(signIn.sometimes ?? [])]),
    ),
    known,
    example,
    source: SOURCE,
  };
}

function signInRecord(signIn: SignIn): JsonObject {
  const { mfa, userIdentity } = signIn;
  return {
    ...commonMembers('us-east-1.signin.aws.amazon.com'),
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    userIdentity,
    ...SIGN_IN,
    eventType: 'AwsConsoleSignIn',
    ...(signIn.succeeds ? {} : { errorMessage: 'Failed authentication' }),
    requestParameters: null,
    responseElements: { ConsoleLogin: signIn.succeeds ? 'Success' : 'Failure' },
    additionalEventData: {
      LoginTo: 'https://us-east-1.console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      ...(mfa === 'Yes' && signIn.succeeds ? { MFAIdentifier: 'arn:aws:iam::111122223333:mfa/example-device' } : {}),
      MFAUsed: mfa,
    },
  };
}

const knownOf = (record: JsonObject): KnownFields =>
  mergeFields(withoutField(RECORD, 'serviceEventDetails'), fieldsOf(record));
