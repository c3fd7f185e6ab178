import type { Caller, Cell } from './truth.js';

/** A control of the benchmark as the generated accounts know it: independent of the catalogue, so that one checks the other. */
export interface WorldControl {
  readonly slug: string;
  /** CIS 3.0's number. */
  readonly cis: string;
  readonly metric: string;
  /** What stands between the braces of the pattern. */
  readonly core: string;
  readonly source: string | null;
  readonly names: readonly string[];
  readonly cells: (regions: readonly string[]) => readonly Cell[];
}

const CALLERS: readonly Caller[] = ['root', 'iam-user', 'role', 'role-terraform', 'service'];
const GLOBAL = new Set(['iam.amazonaws.com', 'organizations.amazonaws.com']);

/** `($.eventName = A) || ($.eventName = B)`. */
export function anyName(names: readonly string[]): string {
  return names.map((name) => `($.eventName = ${name})`).join(' || ');
}

function named(
  slug: string,
  cis: string,
  metric: string,
  source: string,
  words: string,
  withSource: boolean,
): WorldControl {
  const names = words.split(' ');
  return {
    slug,
    cis,
    metric,
    source,
    names,
    core: withSource ? `($.eventSource = ${source}) && (${anyName(names)})` : anyName(names),
    cells: (regions) =>
      names.flatMap((name) =>
        (GLOBAL.has(source) ? ['us-east-1'] : regions).flatMap((region) =>
          CALLERS.map(
            (caller): Cell => ({
              event: `${source}:${name}`,
              source,
              name,
              region,
              caller,
              readOnly: false,
              error: null,
            }),
          ),
        ),
      ),
  };
}

/** Calls that no other control names. */
const ANY_CALLS: readonly (readonly [source: string, name: string, readOnly: boolean])[] = [
  ['sts.amazonaws.com', 'GetCallerIdentity', true],
  ['ec2.amazonaws.com', 'RunInstances', false],
  ['kms.amazonaws.com', 'CreateKey', false],
];

const anyCall: WorldControl['cells'] = (regions) =>
  regions.flatMap((region) =>
    ANY_CALLS.map(
      ([source, name, readOnly]): Cell => ({
        event: '*:*',
        source,
        name,
        region,
        caller: 'root',
        readOnly,
        error: null,
      }),
    ),
  );

const signIn =
  (error: string | null): WorldControl['cells'] =>
  (regions) =>
    regions.map((region) => ({
      event: 'signin.amazonaws.com:ConsoleLogin',
      source: 'signin.amazonaws.com',
      name: 'ConsoleLogin',
      region,
      caller: 'iam-user',
      readOnly: false,
      error,
    }));

/** In the order of the benchmark. */
export const CONTROLS: readonly WorldControl[] = [
  {
    slug: 'unauthorized-api-calls',
    cis: '4.1',
    metric: 'UnauthorizedAPICalls',
    core: '($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket")',
    source: null,
    names: [],
    cells: (regions) =>
      ['Client.UnauthorizedOperation', 'AccessDenied'].flatMap((error) =>
        CALLERS.flatMap((caller) => anyCall(regions).map((cell) => ({ ...cell, caller, error }))),
      ),
  },
  {
    slug: 'console-sign-in-without-mfa',
    cis: '4.2',
    metric: 'ConsoleSignInWithoutMFA',
    core: '($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success")',
    source: 'signin.amazonaws.com',
    names: ['ConsoleLogin'],
    cells: signIn(null),
  },
  {
    slug: 'root-usage',
    cis: '4.3',
    metric: 'RootAccountUsage',
    core: '$.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent"',
    source: null,
    names: [],
    cells: anyCall,
  },
  named(
    'iam-policy-changes',
    '4.4',
    'IAMPolicyChanges',
    'iam.amazonaws.com',
    'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy',
    false,
  ),
  named(
    'cloudtrail-configuration-changes',
    '4.5',
    'CloudTrailChanges',
    'cloudtrail.amazonaws.com',
    'CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging',
    false,
  ),
  {
    slug: 'console-sign-in-failures',
    cis: '4.6',
    metric: 'ConsoleSignInFailures',
    core: '($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication")',
    source: 'signin.amazonaws.com',
    names: ['ConsoleLogin'],
    cells: signIn('Failed authentication'),
  },
  named('kms-key-loss', '4.7', 'KMSKeyLoss', 'kms.amazonaws.com', 'DisableKey ScheduleKeyDeletion', true),
  named(
    's3-bucket-policy-changes',
    '4.8',
    'S3BucketPolicyChanges',
    's3.amazonaws.com',
    'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication',
    true,
  ),
  named(
    'config-configuration-changes',
    '4.9',
    'ConfigChanges',
    'config.amazonaws.com',
    'StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder',
    true,
  ),
  named(
    'security-group-changes',
    '4.10',
    'SecurityGroupChanges',
    'ec2.amazonaws.com',
    'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup ModifySecurityGroupRules',
    false,
  ),
  named(
    'network-acl-changes',
    '4.11',
    'NetworkAclChanges',
    'ec2.amazonaws.com',
    'CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation',
    false,
  ),
  named(
    'network-gateway-changes',
    '4.12',
    'NetworkGatewayChanges',
    'ec2.amazonaws.com',
    'CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway',
    false,
  ),
  named(
    'route-table-changes',
    '4.13',
    'RouteTableChanges',
    'ec2.amazonaws.com',
    'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable',
    false,
  ),
  named(
    'vpc-changes',
    '4.14',
    'VPCChanges',
    'ec2.amazonaws.com',
    'CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink',
    false,
  ),
  named(
    'organizations-changes',
    '4.15',
    'OrganizationsChanges',
    'organizations.amazonaws.com',
    'AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit',
    true,
  ),
];

export function controlOf(slug: string): WorldControl {
  const control = CONTROLS.find((one) => one.slug === slug);
  if (!control) throw new Error(`no control is called \`${slug}\``);
  return control;
}

/** The controls whose events are named calls of one service: any guard and any EventBridge rule can be written for them. */
export const NAMED: readonly WorldControl[] = CONTROLS.filter(
  (control) => control.source !== null && control.source !== 'signin.amazonaws.com',
);
