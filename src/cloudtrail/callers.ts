import type { JsonObject } from '../predicate/json.js';
import { all, at, exists, is, not, type Predicate } from '../predicate/predicate.js';

/** A kind of caller, as `userIdentity` shows it. CloudTrail user guide, "CloudTrail userIdentity element". */
export interface Caller {
  readonly variant: string;
  readonly userIdentity: JsonObject;
  /** Members of the record that differ from those of a person's call with the AWS CLI. */
  readonly record?: JsonObject;
  /** Members of the record that such a call does not have. */
  readonly without?: readonly string[];
  /** What sets this kind apart: constants, and what is never there. */
  readonly holds: Predicate;
  /** Paths of `userIdentity` that its example shows and that are not always there. */
  readonly sometimes?: readonly string[];
  /** Not known to make any of the calls that the controls ask for. */
  readonly conjectured?: boolean;
}

const GUIDE = 'CloudTrail user guide, CloudTrail userIdentity element';
export const CALLER_SOURCE = GUIDE;

const ofType = (type: string, ...more: readonly Predicate[]): Predicate =>
  all(at(['userIdentity', 'type'], is(type)), ...more);
const noService = not(exists('userIdentity', 'invokedBy'));
/** Members that the page describes for other kinds of caller. */
const without = (...names: readonly string[]): readonly Predicate[] =>
  names.map((name) => not(exists('userIdentity', name)));
const noProvider = without('identityProvider');
const noCenter = without('onBehalfOf', 'credentialId');

const ROLE_SESSION: JsonObject = {
  sessionIssuer: {
    type: 'Role',
    principalId: 'AROAEXAMPLEROLE00001',
    arn: 'arn:aws:iam::111122223333:role/Operations',
    accountId: '111122223333',
    userName: 'Operations',
  },
  attributes: { creationDate: '2026-03-02T08:55:10Z', mfaAuthenticated: 'false' },
};

const byService = (service: string): Pick<Caller, 'record' | 'without'> => ({
  record: { sourceIPAddress: service, userAgent: service },
  without: ['tlsDetails'],
});

export const IAM_USER: Caller = {
  variant: 'IAM user',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEUSER00001',
    arn: 'arn:aws:iam::111122223333:user/Alice',
    accountId: '111122223333',
    accessKeyId: 'AKIAEXAMPLEKEY000001',
    userName: 'Alice',
  },
  holds: ofType('IAMUser', noService, ...noProvider, ...noCenter),
};

export const ASSUMED_ROLE: Caller = {
  variant: 'assumed role',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEROLE00001:alice',
    arn: 'arn:aws:sts::111122223333:assumed-role/Operations/alice',
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLEKEY000001',
    sessionContext: ROLE_SESSION,
  },
  holds: ofType('AssumedRole', noService, ...noProvider),
};

export const ROOT: Caller = {
  variant: 'root',
  userIdentity: {
    type: 'Root',
    principalId: '111122223333',
    arn: 'arn:aws:iam::111122223333:root',
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLEKEY000002',
    sessionContext: { attributes: { creationDate: '2026-03-02T08:55:10Z', mfaAuthenticated: 'true' } },
  },
  sometimes: ['accessKeyId', 'sessionContext'],
  holds: ofType('Root', noService, ...noProvider, ...noCenter),
};

export const FEDERATED_USER: Caller = {
  variant: 'federated user',
  userIdentity: {
    type: 'FederatedUser',
    principalId: '111122223333:Carol',
    arn: 'arn:aws:sts::111122223333:federated-user/Carol',
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLEKEY000003',
    sessionContext: {
      sessionIssuer: {
        type: 'IAMUser',
        principalId: 'AIDAEXAMPLEUSER00002',
        arn: 'arn:aws:iam::111122223333:user/Broker',
        accountId: '111122223333',
        userName: 'Broker',
      },
      attributes: { creationDate: '2026-03-02T08:55:10Z', mfaAuthenticated: 'false' },
    },
  },
  holds: ofType('FederatedUser', noService, ...noProvider, ...noCenter),
};

/** A service that acts with a role of the account, or forwards its caller's session. */
export const SERVICE_WITH_ROLE: Caller = {
  variant: 'AWS service through a role',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEROLE00001:cloudformation',
    arn: 'arn:aws:sts::111122223333:assumed-role/Operations/cloudformation',
    accountId: '111122223333',
    sessionContext: ROLE_SESSION,
    invokedBy: 'cloudformation.amazonaws.com',
  },
  ...byService('cloudformation.amazonaws.com'),
  holds: ofType('AssumedRole', ...noProvider),
};

/** A service that calls as itself: no ARN, no account, no access key (KMS developer guide, WorkMail's use of a key). */
export const AWS_SERVICE: Caller = {
  variant: 'AWS service',
  userIdentity: { type: 'AWSService', invokedBy: 'backup.amazonaws.com' },
  ...byService('backup.amazonaws.com'),
  holds: ofType('AWSService', ...noProvider, ...noCenter),
};

export const OTHER_ACCOUNT: Caller = {
  variant: 'principal of another account',
  userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER00003', accountId: '444455556666' },
  record: { sharedEventID: 'c0ffee00-1111-4222-8333-444455556666' },
  holds: ofType('AWSAccount', noService),
  conjectured: true,
};

export const IDENTITY_CENTER_USER: Caller = {
  variant: 'IAM Identity Center user',
  userIdentity: {
    type: 'IdentityCenterUser',
    accountId: '111122223333',
    onBehalfOf: {
      userId: '5448d4c8-70a1-701f-60e3-EXAMPLE11111',
      identityStoreArn: 'arn:aws:identitystore::111122223333:identitystore/d-9067000001',
    },
    credentialId: 'EXAMPLECREDENTIALID0000001',
  },
  holds: ofType('IdentityCenterUser', noService),
  conjectured: true,
};

/** Only in calls to STS (AssumeRoleWithSAML, AssumeRoleWithWebIdentity), so only among events of any service. */
export const SAML_USER: Caller = {
  variant: 'SAML user',
  userIdentity: {
    type: 'SAMLUser',
    principalId: 'EXAMPLEqualifier=:dave',
    userName: 'dave',
    identityProvider: 'EXAMPLEqualifier=',
  },
  holds: ofType('SAMLUser', noService),
};
export const WEB_IDENTITY_USER: Caller = {
  variant: 'web identity user',
  userIdentity: {
    type: 'WebIdentityUser',
    principalId: 'accounts.google.com:example-app.apps.googleusercontent.com:example-user',
    userName: 'example-user',
    identityProvider: 'accounts.google.com',
  },
  holds: ofType('WebIdentityUser', noService),
};

/** Who can make a call of the controls' named events. */
export const CALLERS: readonly Caller[] = [
  IAM_USER,
  ASSUMED_ROLE,
  ROOT,
  FEDERATED_USER,
  SERVICE_WITH_ROLE,
  AWS_SERVICE,
  OTHER_ACCOUNT,
  IDENTITY_CENTER_USER,
];
