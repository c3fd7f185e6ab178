import type { JsonObject } from '../../predicate/json.js';
import { call, type ServiceEvents } from '../event-sample.js';

const MEMBER = '444455556666';
const UNIT = 'ou-exam-12345678';
const ROOT = 'r-exam';
const POLICY = 'p-0123456789';
const HANDSHAKE = 'h-0123456789abcdef0123456789abcdef';
const unit: JsonObject = {
  organizationalUnit: {
    id: UNIT,
    name: 'Workloads',
    arn: `arn:aws:organizations::111122223333:ou/o-example/${UNIT}`,
  },
};
const handshake = (state: string): JsonObject => ({
  handshake: { id: HANDSHAKE, state, action: 'INVITE', parties: [{ id: MEMBER, type: 'ACCOUNT' }] },
});
const policy: JsonObject = {
  policy: { policySummary: { id: POLICY, name: 'Example', type: 'SERVICE_CONTROL_POLICY', awsManaged: false } },
};
const root: JsonObject = { root: { id: ROOT, name: 'Root' } };
const event = (name: string, request: JsonObject | null, response: JsonObject | null = null) =>
  call(name, request, response, `AWS Organizations user guide, CloudTrail, ${name}`);

export const ORGANIZATIONS: ServiceEvents = {
  eventSource: 'organizations.amazonaws.com',
  host: 'organizations.us-east-1.amazonaws.com',
  refused: {
    errorCode: 'AccessDenied',
    errorMessage: 'User is not authorized to perform this operation',
  },
  events: [
    event('AcceptHandshake', { handshakeId: HANDSHAKE }, handshake('ACCEPTED')),
    event('AttachPolicy', { policyId: POLICY, targetId: UNIT }),
    event(
      'CreateAccount',
      { email: '****', accountName: '****', roleName: 'OrganizationAccountAccessRole' },
      { createAccountStatus: { id: 'car-0123456789abcdef', accountName: '****', state: 'IN_PROGRESS' } },
    ),
    event('CreateOrganizationalUnit', { parentId: ROOT, name: 'Workloads' }, unit),
    event('CreatePolicy', { name: 'Example', type: 'SERVICE_CONTROL_POLICY', description: '', content: '{}' }, policy),
    event('DeclineHandshake', { handshakeId: HANDSHAKE }, handshake('DECLINED')),
    event('DeleteOrganization', null),
    event('DeleteOrganizationalUnit', { organizationalUnitId: UNIT }),
    event('DeletePolicy', { policyId: POLICY }),
    event('DetachPolicy', { policyId: POLICY, targetId: UNIT }),
    event('DisablePolicyType', { rootId: ROOT, policyType: 'SERVICE_CONTROL_POLICY' }, root),
    event('EnablePolicyType', { rootId: ROOT, policyType: 'SERVICE_CONTROL_POLICY' }, root),
    event('InviteAccountToOrganization', { target: { id: MEMBER, type: 'ACCOUNT' } }, handshake('REQUESTED')),
    event('LeaveOrganization', null),
    event('MoveAccount', { accountId: MEMBER, sourceParentId: ROOT, destinationParentId: UNIT }),
    event('RemoveAccountFromOrganization', { accountId: MEMBER }),
    event('UpdatePolicy', { policyId: POLICY, content: '{}' }, policy),
    event('UpdateOrganizationalUnit', { organizationalUnitId: UNIT, name: 'Workloads' }, unit),
  ],
};
