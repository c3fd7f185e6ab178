import type { JsonObject } from '../../predicate/json.js';
import { FEDERATED_USER } from '../callers.js';
import { call, type ServiceEvents } from '../event-sample.js';

const POLICY = 'arn:aws:iam::111122223333:policy/ExamplePolicy';
const DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const event = (name: string, request: JsonObject, response: JsonObject | null = null) =>
  call(name, request, response, `IAM API reference, ${name}`);

const USER = { userName: 'Bob' };
const ROLE = { roleName: 'Operations' };
const GROUP = { groupName: 'Developers' };
const inline = (owner: JsonObject, document = true): JsonObject => ({
  ...owner,
  policyName: 'ExampleInline',
  ...(document ? { policyDocument: DOCUMENT } : {}),
});

export const IAM: ServiceEvents = {
  eventSource: 'iam.amazonaws.com',
  host: 'iam.amazonaws.com',
  refused: { errorCode: 'AccessDenied', errorMessage: 'User is not authorized to perform this action' },
  // IAM takes no credentials of GetFederationToken (STS API reference, GetFederationToken).
  hardlyCalledBy: [FEDERATED_USER],
  events: [
    event('DeleteGroupPolicy', inline(GROUP, false)),
    event('DeleteRolePolicy', inline(ROLE, false)),
    event('DeleteUserPolicy', inline(USER, false)),
    event('PutGroupPolicy', inline(GROUP)),
    event('PutRolePolicy', inline(ROLE)),
    event('PutUserPolicy', inline(USER)),
    event(
      'CreatePolicy',
      { policyName: 'ExamplePolicy', policyDocument: DOCUMENT },
      {
        policy: {
          policyName: 'ExamplePolicy',
          policyId: 'ANPAEXAMPLEPOLICY001',
          arn: POLICY,
          path: '/',
          defaultVersionId: 'v1',
          attachmentCount: 0,
          isAttachable: true,
          createDate: 'Mar 2, 2026 9:00:00 AM',
          updateDate: 'Mar 2, 2026 9:00:00 AM',
        },
      },
    ),
    event('DeletePolicy', { policyArn: POLICY }),
    event(
      'CreatePolicyVersion',
      { policyArn: POLICY, policyDocument: DOCUMENT, setAsDefault: true },
      { policyVersion: { versionId: 'v2', isDefaultVersion: true, createDate: 'Mar 2, 2026 9:00:00 AM' } },
    ),
    event('DeletePolicyVersion', { policyArn: POLICY, versionId: 'v1' }),
    event('AttachRolePolicy', { ...ROLE, policyArn: POLICY }),
    event('DetachRolePolicy', { ...ROLE, policyArn: POLICY }),
    event('AttachUserPolicy', { ...USER, policyArn: POLICY }),
    event('DetachUserPolicy', { ...USER, policyArn: POLICY }),
    event('AttachGroupPolicy', { ...GROUP, policyArn: POLICY }),
    event('DetachGroupPolicy', { ...GROUP, policyArn: POLICY }),
  ],
};
