/** Where the identifiers of an event's entities stand. Paths are dotted; none of these members has a dot in its name. */
export interface ServiceEntities {
  readonly eventSource: string;
  /** Of every event of the service. */
  readonly related?: readonly Place[];
  /** What an event acts on. */
  readonly targets?: readonly Targets[];
}

/** A member; or some members of every object in a list, and what is listed inside it; or the strings of a list. */
export type Place = string | ListPlace;

export interface ListPlace {
  readonly list: string;
  /** Up to the first that is missing or was seen before: the pipeline stops there. Without it the list holds strings. */
  readonly each?: readonly string[];
  /** Of a list of strings: it stops there too. */
  readonly stops?: true;
  readonly inside?: readonly ListPlace[];
}

export interface Targets {
  readonly events: readonly string[];
  /** Lambda puts its API's version behind the name: `AddPermission20150331v2`. */
  readonly versioned?: true;
  readonly places: readonly Place[];
}

const of = (events: string, ...places: readonly Place[]): Targets => ({ events: events.split(' '), places });
const request = (...members: readonly string[]) => members.map((member) => `requestParameters.${member}`);
const response = (...members: readonly string[]) => members.map((member) => `responseElements.${member}`);
const RESOURCES: Place = { list: 'resources', each: ['ARN'] };
const ACCOUNT: Place = 'recipientAccountId';
const mirror = (what: string): Targets =>
  of(
    `CreateTrafficMirror${what}`,
    `responseElements.CreateTrafficMirror${what}Response.trafficMirror${what}.trafficMirror${what}Id`,
  );

/** What Elastic's pipeline looks up, service by service; services that are not here have none of their own. */
export const ENTITY_SOURCES: readonly ServiceEntities[] = [
  {
    eventSource: 'kms.amazonaws.com',
    related: [...request('keyId'), ...response('keyId', 'keyMetadata.arn', 'keyMetadata.keyId')],
    targets: [of('DisableKey ScheduleKeyDeletion', RESOURCES)],
  },
  {
    eventSource: 'cloudtrail.amazonaws.com',
    related: [
      ...request('name', 's3BucketName'),
      ...response('cloudWatchLogsLogGroupArn', 'cloudWatchLogsRoleArn', 'kmsKeyId', 'snsTopicARN', 'trailARN', 'name'),
    ],
    targets: [of('DeleteTrail StopLogging', ...request('name')), of('DescribeTrails', ACCOUNT)],
  },
  {
    eventSource: 'config.amazonaws.com',
    related: request('configurationRecorderName'),
    targets: [of('StopConfigurationRecorder StartConfigurationRecorder', ...request('configurationRecorderName'))],
  },
  {
    eventSource: 'iam.amazonaws.com',
    related: [
      ...request('userName', 'serialNumber', 'accessKeyId', 'policyArn', 'roleName', 'policyName'),
      ...response('accessKey.userName', 'accessKey.accessKeyId', 'user.arn', 'user.userId', 'user.userName'),
      ...response('userId', 'role.arn', 'serialNumber'),
    ],
    targets: [
      of('AttachGroupPolicy', ...request('groupName')),
      of('AttachRolePolicy ListAttachedRolePolicies UpdateAssumeRolePolicy', ...request('roleName')),
      of('AttachUserPolicy', ...request('policyArn', 'userName')),
      of('CreateAccessKey', ...response('accessKey.accessKeyId'), ...request('userName')),
      of('CreateUser DeactivateMFADevice', ...request('userName')),
      of('DeleteVirtualMFADevice', ...request('serialNumber')),
      of('GetPolicy', ...request('policyArn')),
      of('CreatePolicy', ...response('policy.arn')),
      of('ListRoles ListUsers', ACCOUNT),
    ],
  },
  {
    eventSource: 'sts.amazonaws.com',
    related: [
      ...request('roleArn', 'roleSessionName'),
      'sourceIdentity',
      'additionalEventData.MFAIdentifier',
      ...response('assumedRoleUser.arn', 'accessKeyId'),
    ],
    targets: [of('AssumeRole', ...request('roleArn')), of('GetCallerIdentity', ACCOUNT)],
  },
  { eventSource: 'signin.amazonaws.com', targets: [of('ConsoleLogin', ACCOUNT)] },
  {
    eventSource: 's3.amazonaws.com',
    related: request('bucketName'),
    targets: [
      of(
        'CopyObject PutBucketLogging PutBucketVersioning PutObject GetBucketPolicy ListObjects HeadObject GetObject DeleteObject DeleteBucket',
        RESOURCES,
      ),
      of('PutBucketReplication', RESOURCES, ...request('ReplicationConfiguration.Rule.Destination.Bucket')),
      of('ListBuckets', ACCOUNT),
    ],
  },
  {
    eventSource: 'ec2.amazonaws.com',
    related: [
      ...request(
        'groupId',
        'groupName',
        'roleName',
        'subnetId',
        'volumeId',
        'networkInterfaceId',
        'vpcId',
        'snapshotId',
      ),
      ...response('groupId', 'reservationId', 'vpc.vpcId', 'vpc.dhcpOptionsId', 'snapshotId', 'volumeId'),
      {
        list: 'responseElements.securityGroupRuleSet.items',
        each: ['groupId', 'referencedGroupInfo.groupId', 'securityGroupRuleId'],
      },
      { list: 'responseElements.groupSet.items', each: ['groupId'] },
      { list: 'requestParameters.groupSet.items', each: ['groupId'] },
      { list: 'requestParameters.instancesSet.items', each: ['instanceId'] },
      {
        list: 'responseElements.instancesSet.items',
        each: ['subnetId', 'vpcId', 'instanceId', 'imageId', 'iamInstanceProfile.arn'],
        inside: [
          {
            list: 'networkInterfaceSet.items',
            each: ['networkInterfaceId', 'vpcId', 'subnetId'],
            inside: [{ list: 'groupSet.items', each: ['groupId'] }],
          },
        ],
      },
      { list: 'requestParameters.revokedSecurityGroupRuleSet.items', each: ['securityGroupRuleId', 'groupId'] },
    ],
    targets: [
      of('AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress', ...request('groupId'), {
        list: 'responseElements.securityGroupRuleSet.items',
        each: ['securityGroupRuleId'],
      }),
      mirror('Filter'),
      mirror('FilterRule'),
      mirror('Session'),
      mirror('Target'),
      of('DeleteFlowLogs', ...request('DeleteFlowLogsRequest.FlowLogId.content')),
      of('DeleteNetworkAcl', ...request('networkAclId')),
      of('DeleteNetworkAclEntry', ...request('networkAclId', 'ruleNumber')),
      of('GetPasswordData', ...request('instanceId')),
      of('ModifyImageAttribute', ...request('imageId')),
      of('ModifySnapshotAttribute', ...request('snapshotId')),
      of(
        'DescribeSecurityGroups DescribeNetworkInterfaces DescribeRegions DescribeVpcs DescribeNetworkAcls DescribeVolumes',
        ACCOUNT,
      ),
    ],
  },
  {
    eventSource: 'ec2-instance-connect.amazonaws.com',
    targets: [of('SendSSHPublicKey SendSerialConsoleSSHPublicKey', ...request('instanceId'))],
  },
  {
    eventSource: 'guardduty.amazonaws.com',
    related: [...request('detectorId'), ...response('detectorId')],
    targets: [of('CreateDetector', ...response('detectorId')), of('DeleteDetector', ...request('detectorId'))],
  },
  {
    eventSource: 'lambda.amazonaws.com',
    related: [
      ...request('functionName'),
      ...response('functionArn', 'functionName', 'role'),
      { list: 'responseElements.vpcConfig.securityGroupIds', stops: true },
      { list: 'responseElements.vpcConfig.subnetIds', stops: true },
    ],
    targets: [
      { ...of('AddPermission', ...request('functionName')), versioned: true },
      { ...of('ListFunctions', ACCOUNT), versioned: true },
    ],
  },
  {
    eventSource: 'rds.amazonaws.com',
    related: [
      ...request('dBInstanceIdentifier', 'dBInstanceArn'),
      ...response('dBInstanceIdentifier', 'dbInstanceArn', 'dBSubnetGroup.vpcId'),
      { list: 'responseElements.dBSubnetGroup.subnets', each: ['subnetIdentifier'] },
      { list: 'responseElements.vpcSecurityGroups', each: ['vpcSecurityGroupId'] },
    ],
    targets: [
      of('DeleteDBCluster ModifyDBCluster StopDBCluster', ...response('dBClusterArn')),
      of(
        'DeleteDBInstance ModifyDBInstance RestoreDBInstanceFromDBSnapshot RestoreDBInstanceFromS3 StopDBInstance',
        ...response('dBInstanceArn'),
      ),
      of('DeleteGlobalCluster', ...response('globalClusterArn')),
      of('ModifyDBClusterSnapshotAttribute', ...response('dBClusterSnapshotIdentifier')),
      of('ModifyDBSnapshotAttribute', ...response('dBSnapshotIdentifier')),
      of('DescribeDBInstances', ACCOUNT),
    ],
  },
  {
    eventSource: 'ssm.amazonaws.com',
    targets: [
      of('GetParameter GetParameters CreateControlChannel OpenControlChannel', RESOURCES),
      of('StartSession', ...request('target')),
      of('CreateDocument', ...request('name')),
      of('TerminateSession OpenDataChannel', ...request('sessionId')),
      of('ListInstanceAssociations', ACCOUNT),
    ],
  },
  {
    eventSource: 'secretsmanager.amazonaws.com',
    targets: [
      of('BatchGetSecretValue', { list: 'requestParameters.secretIdList' }),
      of('GetSecretValue', ...request('secretId')),
    ],
  },
  {
    eventSource: 'wafv2.amazonaws.com',
    related: [...request('id'), ...response('summary')],
    targets: [of('DeleteRuleGroup DeleteWebACL', ...request('id'))],
  },
  {
    eventSource: 'sns.amazonaws.com',
    targets: [of('CreateTopic', ...response('topicArn')), of('Subscribe Publish', ...request('topicArn'))],
  },
  {
    eventSource: 'logs.amazonaws.com',
    targets: [of('DeleteLogGroup', ...request('logGroupName')), of('DeleteLogStream', ...request('logStreamName'))],
  },
  {
    eventSource: 'monitoring.amazonaws.com',
    targets: [of('DeleteAlarms', { list: 'requestParameters.alarmNames' })],
  },
  { eventSource: 'events.amazonaws.com', targets: [of('DeleteRule', ...request('name'))] },
  {
    eventSource: 'cloudformation.amazonaws.com',
    targets: [of('CreateStackSet', ...response('stackSetId')), of('CreateStack', ...response('stackId'))],
  },
  {
    eventSource: 'elasticfilesystem.amazonaws.com',
    targets: [of('DeleteFileSystem', ...request('fileSystemId')), of('DeleteMountTarget', ...request('mountTargetId'))],
  },
  {
    eventSource: 'rolesanywhere.amazonaws.com',
    targets: [of('CreateTrustAnchor', ...response('trustAnchor.trustAnchorArn'))],
  },
  {
    eventSource: 'route53resolver.amazonaws.com',
    targets: [of('DeleteResolverQueryLogConfig', ...response('resolverQueryLogConfig.arn'))],
  },
  { eventSource: 'bedrock.amazonaws.com', targets: [of('Converse', ...request('modelId'))] },
  { eventSource: 'elasticloadbalancing.amazonaws.com', targets: [of('DescribeLoadBalancers', ACCOUNT)] },
  { eventSource: 'dynamodb.amazonaws.com', targets: [of('ListTables', ACCOUNT)] },
];
