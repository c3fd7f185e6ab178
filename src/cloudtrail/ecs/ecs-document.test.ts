import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isArray, isObject, type Json, type JsonObject, parseJson } from '../../predicate/json.js';
import { ecsDocument, ecsFields, unsupported } from './index.js';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-1111-4222-8333-00000000c0de';

const BY_USER: JsonObject = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEUSER00001',
  arn: 'arn:aws:iam::111122223333:user/Alice',
  accountId: '111122223333',
  accessKeyId: 'AKIAEXAMPLEKEY000001',
  userName: 'Alice',
};

const BY_ROLE: JsonObject = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEROLE00001:bob@example.com',
  arn: 'arn:aws:sts::111122223333:assumed-role/Operations/bob@example.com',
  accountId: '111122223333',
  accessKeyId: 'ASIAEXAMPLEKEY000001',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEROLE00001',
      arn: 'arn:aws:iam::111122223333:role/Operations',
      accountId: '111122223333',
      userName: 'Operations',
    },
    attributes: { creationDate: '2026-03-02T08:55:10Z', mfaAuthenticated: 'true' },
  },
};

const SCHEDULED: JsonObject = {
  eventVersion: '1.11',
  userIdentity: BY_USER,
  eventTime: '2026-03-02T09:00:00Z',
  eventSource: 'kms.amazonaws.com',
  eventName: 'ScheduleKeyDeletion',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.10',
  userAgent: 'aws-cli/2.17.60',
  requestParameters: { keyId: KEY, pendingWindowInDays: 7 },
  responseElements: {
    deletionDate: 'Mar 9, 2026, 9:00:00 AM',
    keyId: KEY,
    keyState: 'PendingDeletion',
    pendingWindowInDays: 7,
  },
  requestID: 'a0a0a0a0-1111-4222-8333-444455556666',
  eventID: 'e0e0e0e0-1111-4222-8333-444455556666',
  readOnly: false,
  resources: [{ accountId: '111122223333', type: 'AWS::KMS::Key', ARN: KEY }],
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
  tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: 'kms.example' },
  sessionCredentialFromConsole: 'true',
};

/** The value at a dotted name. */
function field(document: JsonObject, name: string): Json | undefined {
  return name.split('.').reduce<Json | undefined>((here, key) => (isObject(here) ? here[key] : undefined), document);
}

/** The document of the event with some members changed. */
const document = (changes: JsonObject = {}): JsonObject => ecsDocument({ ...SCHEDULED, ...changes });

describe('the document of a scheduled deletion', () => {
  it('is the one that Elastic makes', () => {
    expect(document()).toEqual({
      '@timestamp': '2026-03-02T09:00:00.000Z',
      actor: { entity: { id: ['arn:aws:iam::111122223333:user/Alice'] } },
      aws: {
        cloudtrail: {
          event_category: 'Management',
          event_type: 'AwsApiCall',
          event_version: '1.11',
          flattened: { request_parameters: SCHEDULED.requestParameters, response_elements: SCHEDULED.responseElements },
          management_event: 'true',
          read_only: false,
          recipient_account_id: '111122223333',
          request_id: 'a0a0a0a0-1111-4222-8333-444455556666',
          request_parameters: `{pendingWindowInDays=7, keyId=${KEY}}`,
          resources: [{ account_id: '111122223333', arn: KEY, type: 'AWS::KMS::Key' }],
          response_elements: `{pendingWindowInDays=7, deletionDate=Mar 9, 2026, 9:00:00 AM, keyState=PendingDeletion, keyId=${KEY}}`,
          session_credential_from_console: 'true',
          user_identity: {
            access_key_id: 'AKIAEXAMPLEKEY000001',
            arn: 'arn:aws:iam::111122223333:user/Alice',
            type: 'IAMUser',
          },
        },
      },
      cloud: { account: { id: '111122223333' }, provider: 'aws', region: 'us-east-1', service: { name: 'kms' } },
      data_stream: { dataset: 'aws.cloudtrail', namespace: 'default', type: 'logs' },
      ecs: { version: '8.11.0' },
      event: {
        action: 'ScheduleKeyDeletion',
        dataset: 'aws.cloudtrail',
        id: 'e0e0e0e0-1111-4222-8333-444455556666',
        kind: 'event',
        module: 'aws',
        outcome: 'success',
        provider: 'kms.amazonaws.com',
        type: ['info'],
      },
      related: {
        entity: ['AKIAEXAMPLEKEY000001', 'Alice', 'arn:aws:iam::111122223333:user/Alice', KEY],
        ip: ['192.0.2.10'],
        user: ['AIDAEXAMPLEUSER00001', 'Alice'],
      },
      service: { target: { entity: { id: [KEY] } } },
      source: { address: '192.0.2.10', ip: '192.0.2.10' },
      target: { entity: { id: [KEY] } },
      tls: {
        cipher: 'TLS_AES_128_GCM_SHA256',
        client: { server_name: 'kms.example' },
        version: '1.3',
        version_protocol: 'tls',
      },
      user: { entity: { id: ['arn:aws:iam::111122223333:user/Alice'] }, id: 'AIDAEXAMPLEUSER00001', name: 'Alice' },
      user_agent: { original: 'aws-cli/2.17.60' },
    });
  });
});

describe.each<readonly [what: string, changes: JsonObject, fields: Readonly<Record<string, Json | undefined>>]>([
  [
    'a session of a role has the name of the role, and the e-mail address of its session',
    { userIdentity: BY_ROLE },
    {
      'user.name': 'Operations',
      'user.id': 'AROAEXAMPLEROLE00001:bob@example.com',
      'user.email': 'bob@example.com',
      'related.user': ['bob@example.com', 'bob', 'AROAEXAMPLEROLE00001:bob@example.com', 'Operations'],
      'aws.cloudtrail.user_identity.session_context.mfa_authenticated': 'true',
      'aws.cloudtrail.user_identity.session_context.creation_date': '2026-03-02T08:55:10.000Z',
      'aws.cloudtrail.user_identity.session_context.session_issuer.arn': 'arn:aws:iam::111122223333:role/Operations',
      'user.entity.id': ['arn:aws:sts::111122223333:assumed-role/Operations/bob@example.com'],
    },
  ],
  [
    'a session in China has no e-mail address: the pipeline does not know the partition',
    { userIdentity: { ...BY_ROLE, arn: 'arn:aws-cn:sts::111122223333:assumed-role/Operations/bob@example.com' } },
    { 'user.email': undefined, 'user.name': 'Operations' },
  ],
  [
    'the issuer names only sessions of roles and of federated users',
    { userIdentity: { ...BY_ROLE, type: 'IAMUser' } },
    { 'user.name': undefined },
  ],
  [
    'what the pipeline drops is missing',
    { errorCode: 'none', errorMessage: '-', userAgent: '', requestParameters: { keyId: null, tags: [{}] } },
    {
      'event.outcome': 'success',
      'aws.cloudtrail.error_code': undefined,
      'user_agent.original': undefined,
      'aws.cloudtrail.request_parameters': undefined,
      'aws.cloudtrail.flattened.request_parameters': undefined,
    },
  ],
  ['an error code is a failure', { errorCode: 'AccessDenied' }, { 'event.outcome': 'failure' }],
  ['an error message is a failure', { errorMessage: 'no' }, { 'event.outcome': 'failure' }],
  [
    'a sign-in says itself how it ended',
    { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } },
    { 'event.outcome': 'failure', 'event.category': ['authentication'] },
  ],
  [
    'a sign-in that says success has succeeded, in spite of an error',
    { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Success' }, errorMessage: 'x' },
    { 'event.outcome': 'success' },
  ],
  [
    'a sign-in without an answer is judged by its error',
    { eventName: 'ConsoleLogin', responseElements: null, errorMessage: 'x' },
    { 'event.outcome': 'failure' },
  ],
  [
    'what a sign-in says of the second factor',
    {
      eventName: 'ConsoleLogin',
      additionalEventData: { MFAUsed: 'No', MobileVersion: 'Yes', LoginTo: 'https://x.example' },
    },
    {
      'aws.cloudtrail.console_login.additional_eventdata.mfa_used': false,
      'aws.cloudtrail.console_login.additional_eventdata.mobile_version': true,
      'aws.cloudtrail.console_login.additional_eventdata.login_to': 'https://x.example',
    },
  ],
  [
    'other events have no console login',
    { additionalEventData: { MFAUsed: 'No' } },
    { 'aws.cloudtrail.console_login': undefined, 'aws.cloudtrail.additional_eventdata': '{MFAUsed=No}' },
  ],
  [
    'a service has an address and no IP address',
    { sourceIPAddress: 'AWS Internal' },
    { 'source.address': 'AWS Internal', 'source.ip': undefined, 'related.ip': undefined },
  ],
  [
    'an event of the service itself has neither user nor type',
    {
      userIdentity: { accountId: '111122223333', invokedBy: 'AWS Internal' },
      eventName: 'DeleteKey',
      requestParameters: null,
    },
    {
      'user.name': undefined,
      'actor.entity.id': undefined,
      'target.entity.id': undefined,
      'aws.cloudtrail.user_identity.invoked_by': 'AWS Internal',
      'cloud.account.id': '111122223333',
    },
  ],
  [
    'without an account of its own the caller is counted to the recipient',
    { userIdentity: { type: 'AWSService', invokedBy: 'backup.amazonaws.com' } },
    { 'cloud.account.id': '111122223333' },
  ],
  [
    'the placeholder of tlsDetails is no version, and takes the rest with it',
    { tlsDetails: { tlsVersion: 'tlsVersion', cipherSuite: 'cipherSuite', clientProvidedHostHeader: 'x' } },
    { tls: undefined },
  ],
  ['a version of TLS without a protocol', { tlsDetails: { tlsVersion: '1.2' } }, { tls: { version: '1.2' } }],
  [
    'an IAM Identity Center user has the id on whose behalf he acts',
    {
      userIdentity: {
        type: 'IdentityCenterUser',
        onBehalfOf: { userId: 'example-user-id', identityStoreArn: 'arn:store' },
      },
    },
    {
      'user.id': 'example-user-id',
      'actor.entity.id': ['example-user-id'],
      'entity.id': ['example-user-id'],
      'related.entity': [KEY, 'arn:store'],
    },
  ],
  [
    'who signs in at IAM Identity Center is named in the additional data, and moved from there',
    {
      eventName: 'UserAuthentication',
      userIdentity: { type: 'Unknown', principalId: '111122223333' },
      additionalEventData: { UserName: 'dave', CredentialType: 'PASSWORD' },
    },
    { 'user.name': 'dave', 'aws.cloudtrail.additional_eventdata': '{CredentialType=PASSWORD}' },
  ],
  [
    'a number as it is in Java, and nested objects',
    { requestParameters: parseJson('{"a":{"b":[1,2.50,true,null]},"c":1e7}') },
    { 'aws.cloudtrail.request_parameters': '{a={b=[1, 2.5, true]}, c=1.0E7}' },
  ],
  [
    'resources are listed once, those that are no objects not at all',
    {
      resources: [{ ARN: KEY, accountId: '111122223333' }, { ARN: KEY, accountId: '111122223333' }, 'text'],
    },
    { 'aws.cloudtrail.resources': [{ arn: KEY, account_id: '111122223333' }] },
  ],
  [
    'a member of another type than the pipeline expects leaves an event without entities',
    { requestParameters: { keyId: 7 } },
    { 'related.entity': undefined, actor: undefined, target: undefined },
  ],
  [
    'a role that is taken is the target, the role that takes it the actor',
    {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      userIdentity: BY_ROLE,
      requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/Admin', roleSessionName: 'x' },
      responseElements: null,
      resources: null,
    },
    {
      'actor.entity.id': ['arn:aws:iam::111122223333:role/Operations'],
      'user.target.entity.id': ['arn:aws:iam::111122223333:role/Admin'],
      'service.target.entity.id': undefined,
    },
  ],
  [
    'the addresses of a launched instance are related up to the first that was seen before',
    {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      userIdentity: {},
      requestParameters: {},
      responseElements: {
        instancesSet: {
          items: [
            { subnetId: 'subnet-1', vpcId: 'vpc-1', instanceId: 'i-1', imageId: 'ami-1' },
            { subnetId: 'subnet-1', vpcId: 'vpc-1', instanceId: 'i-2', imageId: 'ami-1' },
          ],
        },
      },
      resources: null,
    },
    { 'related.entity': ['ami-1', 'i-1', 'subnet-1', 'vpc-1'] },
  ],
  [
    'users and groups that IAM changes',
    {
      eventSource: 'iam.amazonaws.com',
      eventName: 'UpdateUser',
      requestParameters: { userName: 'Carol', newUserName: 'Caroline', groupName: 'staff' },
      responseElements: { user: { userId: 'AIDAEXAMPLEUSER00009' }, group: { groupId: 'AGPAEXAMPLE000000001' } },
    },
    {
      'user.target.name': 'Carol',
      'user.target.id': 'AIDAEXAMPLEUSER00009',
      'user.changes.name': 'Caroline',
      'group.name': 'staff',
      'group.id': 'AGPAEXAMPLE000000001',
      'event.type': ['user', 'change'],
    },
  ],
  [
    'an event that has no type, not even info',
    { eventName: 'SendCommand' },
    { 'event.type': undefined, 'event.category': ['process'] },
  ],
])('%s', (_, changes, fields) => {
  it.each(Object.entries(fields))('%s', (name, value) => {
    expect(field(document(changes), name)).toEqual(value);
  });
});

/**
 * Elastic's own fixtures (`*-expected.json`) hold the record itself in `event.original`. They are under Elastic's licence and not part
 * of this project: with a copy of them in the folder TRAILPROOF_ECS_FIXTURES, each document must come out as it is there.
 */
const folder = process.env.TRAILPROOF_ECS_FIXTURES;
if (folder !== undefined) {
  /** What the pipeline gave only later than the version of a fixture: wrong when it differs, not when it is absent. */
  const LATER =
    /^(cloud\.(provider|service\.name)|related\.|actor\.|target\.|(user|host|service)\.(target\.)?entity|entity\.|user\.email|event\.(module|dataset)|data_stream\.)/;

  const leaves = (value: Json, name = ''): readonly (readonly [string, Json])[] =>
    isObject(value) && !/\.flattened\.[a-z_]+$/.test(name)
      ? Object.entries(value).flatMap(([key, item]) => leaves(item, name === '' ? key : `${name}.${key}`))
      : [[name, value]];
  const asSet = (value: Json): Json =>
    isArray(value) && value.every((item) => typeof item === 'string') ? [...value].sort() : value;

  describe.each(readdirSync(folder).filter((name) => name.endsWith('-expected.json')))('%s', (file) => {
    const { expected } = parseJson(readFileSync(join(folder, file), 'utf8')) as { expected: JsonObject[] };
    const documents = expected.filter((one) => typeof field(one, 'event.original') === 'string');
    it.each(documents)('document %$', (one) => {
      const made = ecsDocument(parseJson(field(one, 'event.original') as string) as JsonObject);
      // Names of sessions came into `related.user` with the version that says `cloud.provider` as well.
      const isOlder = field(one, 'cloud.provider') === undefined;
      const compared = leaves(one).filter(
        ([name]) => unsupported(name) === undefined && !(isOlder && name === 'related.user'),
      );
      expect(Object.fromEntries(compared.map(([name]) => [name, asSet(field(made, name) ?? null)]))).toEqual(
        Object.fromEntries(compared.map(([name, value]) => [name, asSet(value)])),
      );
      const more = leaves(made).filter(([name]) => field(one, name) === undefined && !LATER.test(name));
      expect(more).toEqual([]);
    });
  });
}

describe('names', () => {
  it('are each there once, and not refused', () => {
    expect(new Set(ecsFields.names).size).toBe(ecsFields.names.length);
    expect(ecsFields.names.filter((name) => unsupported(name) !== undefined || !ecsFields.find(name))).toEqual([]);
  });

  it.each([
    ['source.as.organization.name', 'GeoIP'],
    ['source.geo.country_iso_code', 'GeoIP'],
    ['user_agent.name', 'user agents'],
    ['event.ingested', 'received'],
    ['event.created', 'received'],
    ['aws.cloudtrail.shared_event_id', 'always empty'],
    ['aws.cloudtrail.flattened.digest.log_files', 'digest'],
  ])('%s is refused with its reason', (name, reason) => {
    expect(ecsFields.find(name)).toBeUndefined();
    expect(unsupported(name)).toContain(reason);
  });

  it('of nothing that Elastic has are unknown, without a reason', () => {
    for (const name of [
      'aws.cloudtrail.nonsense',
      'aws.cloudtrail.flattened.nonsense.a',
      'aws.cloudtrail.flattened.request_parameters..a',
    ])
      expect([ecsFields.find(name), unsupported(name)]).toEqual([undefined, undefined]);
  });
});
