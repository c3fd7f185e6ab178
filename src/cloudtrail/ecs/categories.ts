/** What the pipeline calls an event by its name alone. An event that is not named has the type `info` and no category: so all of KMS. */
export interface Category {
  readonly category: string;
  /** Some have none, not even `info`. */
  readonly types: readonly string[];
  readonly events: readonly string[];
}

const of = (category: string, types: string, events: string): Category => ({
  category,
  types: types === '' ? [] : types.split(' '),
  events: events.split(' '),
});

export const CATEGORIES: readonly Category[] = [
  of('authentication', 'info', 'AssumeRole ConsoleLogin GetCallerIdentity'),
  of('iam', 'user creation', 'CreateUser'),
  of('iam', 'user deletion', 'DeleteUser'),
  of(
    'iam',
    'user change',
    'AttachUserPolicy DetachUserPolicy PutUserPolicy DeleteUserPolicy PutUserPermissionsBoundary ' +
      'DeleteUserPermissionsBoundary ChangePassword UpdateLoginProfile CreateAccessKey UpdateAccessKey DeleteAccessKey ' +
      'CreateVirtualMFADevice EnableMFADevice DeactivateMFADevice DeleteVirtualMFADevice UpdateSSHPublicKey DeleteSSHPublicKey ' +
      'TagUser UntagUser UpdateUser',
  ),
  of(
    'iam',
    'user info',
    'GetUser GetUserPolicy ListUsers ListUserPolicies ListUserTags ListAttachedUserPolicies ListGroupsForUser',
  ),
  of('iam', 'group creation', 'CreateGroup'),
  of('iam', 'group deletion', 'DeleteGroup'),
  of(
    'iam',
    'group change',
    'AddUserToGroup RemoveUserFromGroup AttachGroupPolicy DetachGroupPolicy PutGroupPolicy DeleteGroupPolicy UpdateGroup',
  ),
  of('iam', 'group info', 'GetGroup GetGroupPolicy ListGroups ListGroupPolicies ListAttachedGroupPolicies'),
  of('iam', 'admin creation', 'CreateKeyPair'),
  of(
    'iam',
    'admin change',
    'SetDefaultPolicyVersion SetSecurityTokenServicePreferences UpdateAccountPasswordPolicy UpdateRole',
  ),
  of('iam', 'creation', 'CreatePolicy'),
  of('iam', 'change', 'AttachRolePolicy'),
  of('iam', 'info', 'GetPolicy ListRoles ListAttachedRolePolicies'),
  of('file', 'creation', 'CreateBucket CreateDocument'),
  of('file', 'deletion', 'DeleteBucket'),
  of('file', 'delete', 'DeleteObject'),
  of('file', 'change', 'PutObject'),
  of('file', 'info', 'GetObject HeadObject ListBuckets ListObjects'),
  of('session', 'start', 'StartSession CreateControlChannel OpenControlChannel CreateDataChannel OpenDataChannel'),
  of('session', 'end', 'TerminateSession'),
  of('configuration', 'creation', 'CreateTopic'),
  of('configuration', 'deletion', 'DeleteTrail'),
  of('configuration', 'change', 'Subscribe'),
  of('configuration', 'info', 'DescribeTrails'),
  of('network', 'access', 'AuthorizeSecurityGroupIngress'),
  of(
    'network',
    'info',
    'DescribeLoadBalancers DescribeNetworkAcls DescribeNetworkInterfaces DescribeSecurityGroups DescribeVpcs',
  ),
  of('host', 'info', 'DescribeInstances DescribeVolumes ListInstanceAssociations'),
  of('database', 'info', 'DescribeDBInstances ListTables'),
  of('package', 'info', 'ListFunctions'),
  of('process', '', 'SendCommand'),
  of('api', 'info', 'DescribeRegions'),
  of('api', '', 'Converse Publish'),
];
