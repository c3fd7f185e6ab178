import type { JsonObject } from '../../predicate/json.js';
import { call, type ServiceEvents } from '../event-sample.js';

const VPC = 'vpc-0a1b2c3d4e5f60001';
const GROUP = 'sg-0a1b2c3d4e5f60001';
const ACL = 'acl-0a1b2c3d4e5f60001';
const TABLE = 'rtb-0a1b2c3d4e5f60001';
const GATEWAY = 'igw-0a1b2c3d4e5f60001';
const CUSTOMER = 'cgw-0a1b2c3d4e5f60001';
const PEERING = 'pcx-0a1b2c3d4e5f60001';

/** EC2 answers with its own `requestId` and, where nothing else is returned, `_return`. */
const done: JsonObject = { requestId: '0f1e2d3c-4b5a-4697-8877-665544332211', _return: true };
const made = (response: JsonObject): JsonObject => ({ requestId: '0f1e2d3c-4b5a-4697-8877-665544332211', ...response });
const event = (name: string, request: JsonObject, response: JsonObject = done) =>
  call(name, request, response, `EC2 API reference, ${name}`);

const permissions: JsonObject = {
  ipPermissions: {
    items: [
      { ipProtocol: 'tcp', fromPort: 22, toPort: 22, groups: {}, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
    ],
  },
};
const route: JsonObject = { routeTableId: TABLE, destinationCidrBlock: '0.0.0.0/0', gatewayId: GATEWAY };
const entry: JsonObject = {
  networkAclId: ACL,
  ruleNumber: 100,
  egress: false,
  ruleAction: 'allow',
  cidrBlock: '0.0.0.0/0',
  aclProtocol: '6',
};

export const EC2: ServiceEvents = {
  eventSource: 'ec2.amazonaws.com',
  host: 'ec2.us-east-1.amazonaws.com',
  refused: {
    errorCode: 'Client.UnauthorizedOperation',
    errorMessage: 'You are not authorized to perform this operation.',
  },
  events: [
    event('AuthorizeSecurityGroupIngress', { groupId: GROUP, ...permissions }),
    event('AuthorizeSecurityGroupEgress', { groupId: GROUP, ...permissions }),
    event('RevokeSecurityGroupIngress', { groupId: GROUP, ...permissions }),
    event('RevokeSecurityGroupEgress', { groupId: GROUP, ...permissions }),
    event(
      'CreateSecurityGroup',
      { groupName: 'example', groupDescription: 'example', vpcId: VPC },
      made({ _return: true, groupId: GROUP }),
    ),
    event('DeleteSecurityGroup', { groupId: GROUP }),
    event('ModifySecurityGroupRules', {
      ModifySecurityGroupRulesRequest: {
        GroupId: GROUP,
        SecurityGroupRule: { SecurityGroupRuleId: 'sgr-0a1b2c3d4e5f60001', tag: 1 },
      },
    }),
    event('CreateNetworkAcl', { vpcId: VPC }, made({ networkAcl: { networkAclId: ACL, vpcId: VPC } })),
    event('CreateNetworkAclEntry', entry),
    event('DeleteNetworkAcl', { networkAclId: ACL }),
    event('DeleteNetworkAclEntry', { networkAclId: ACL, ruleNumber: 100, egress: false }),
    event('ReplaceNetworkAclEntry', entry),
    event(
      'ReplaceNetworkAclAssociation',
      { associationId: 'aclassoc-0a1b2c3d4e5f60001', networkAclId: ACL },
      made({ newAssociationId: 'aclassoc-0a1b2c3d4e5f60002' }),
    ),
    event(
      'CreateCustomerGateway',
      { type: 'ipsec.1', ipAddress: '192.0.2.1', bgpAsn: 65000 },
      made({ customerGateway: { customerGatewayId: CUSTOMER, state: 'pending' } }),
    ),
    event('DeleteCustomerGateway', { customerGatewayId: CUSTOMER }),
    event('AttachInternetGateway', { internetGatewayId: GATEWAY, vpcId: VPC }),
    event('CreateInternetGateway', {}, made({ internetGateway: { internetGatewayId: GATEWAY } })),
    event('DeleteInternetGateway', { internetGatewayId: GATEWAY }),
    event('DetachInternetGateway', { internetGatewayId: GATEWAY, vpcId: VPC }),
    event('CreateRoute', route),
    event('CreateRouteTable', { vpcId: VPC }, made({ routeTable: { routeTableId: TABLE, vpcId: VPC } })),
    event('ReplaceRoute', route),
    event(
      'ReplaceRouteTableAssociation',
      { associationId: 'rtbassoc-0a1b2c3d4e5f60001', routeTableId: TABLE },
      made({ newAssociationId: 'rtbassoc-0a1b2c3d4e5f60002' }),
    ),
    event('DeleteRouteTable', { routeTableId: TABLE }),
    event('DeleteRoute', { routeTableId: TABLE, destinationCidrBlock: '0.0.0.0/0' }),
    event('DisassociateRouteTable', { associationId: 'rtbassoc-0a1b2c3d4e5f60001' }),
    event(
      'CreateVpc',
      { cidrBlock: '10.0.0.0/16', instanceTenancy: 'default' },
      made({ vpc: { vpcId: VPC, state: 'pending', cidrBlock: '10.0.0.0/16' } }),
    ),
    event('DeleteVpc', { vpcId: VPC }),
    event('ModifyVpcAttribute', { vpcId: VPC, enableDnsHostnames: { value: true } }),
    event(
      'AcceptVpcPeeringConnection',
      { vpcPeeringConnectionId: PEERING },
      made({ vpcPeeringConnection: { vpcPeeringConnectionId: PEERING } }),
    ),
    event(
      'CreateVpcPeeringConnection',
      { vpcId: VPC, peerVpcId: 'vpc-0a1b2c3d4e5f60002' },
      made({ vpcPeeringConnection: { vpcPeeringConnectionId: PEERING } }),
    ),
    event('DeleteVpcPeeringConnection', { vpcPeeringConnectionId: PEERING }),
    event('RejectVpcPeeringConnection', { vpcPeeringConnectionId: PEERING }),
    event('AttachClassicLinkVpc', {
      vpcId: VPC,
      instanceId: 'i-0a1b2c3d4e5f60001',
      groupSet: { items: [{ groupId: GROUP }] },
    }),
    event('DetachClassicLinkVpc', { vpcId: VPC, instanceId: 'i-0a1b2c3d4e5f60001' }),
    event('DisableVpcClassicLink', { vpcId: VPC }),
    event('EnableVpcClassicLink', { vpcId: VPC }),
  ],
};
