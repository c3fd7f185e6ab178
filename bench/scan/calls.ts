import type { Random } from './random.js';
import type { World } from './world.js';

type Parameters = { readonly keyId?: string; readonly [name: string]: unknown } | null;

/** A call as it is met in trails: how often, from whom, and what it carries. */
export interface Call {
  readonly weight: number;
  readonly source: string;
  readonly name: string;
  readonly readOnly: boolean;
  /** Called by a service rather than by a session. */
  readonly by?: string;
  readonly parameters: (random: Random, world: World) => Parameters;
  readonly response?: (random: Random, world: World) => Parameters;
  /** The ARN of the record's `resources`. */
  readonly resource?: (world: World, parameters: Parameters) => { readonly ARN: string; readonly type: string };
}

const none = (): Parameters => null;
const read = (weight: number, source: string, name: string, parameters: Call['parameters'] = none): Call => ({
  ...{ weight, source: `${source}.amazonaws.com`, name, readOnly: true, parameters },
});
const keyResource: Call['resource'] = (world, parameters) => ({
  ARN: String(parameters?.keyId ?? world.keys[0]),
  type: 'AWS::KMS::Key',
});

/** The traffic of an ordinary account, most of it reading and key use (the shares are ours). */
export const CALLS: readonly Call[] = [
  {
    ...read(14, 'kms', 'Decrypt', (random, world) => ({
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${random.favourite(world.buckets)}` },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      keyId: random.favourite(world.keys),
    })),
    resource: keyResource,
  },
  {
    ...read(10, 'kms', 'GenerateDataKey', (random, world) => ({
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${random.favourite(world.buckets)}` },
      keySpec: 'AES_256',
      keyId: random.favourite(world.keys),
    })),
    resource: keyResource,
    by: 's3.amazonaws.com',
  },
  {
    ...read(9, 'sts', 'AssumeRole', (random, world) => ({
      roleArn: `arn:aws:iam::${world.account}:role/${random.favourite(world.roles)}`,
      roleSessionName: random.favourite(world.sessions).name,
      durationSeconds: 3600,
    })),
    by: 'lambda.amazonaws.com',
    response: (random, world) => ({
      credentials: {
        accessKeyId: `ASIA${random.upper(16)}`,
        sessionToken: random.hex(64),
        expiration: 'Nov 3, 2025, 5:12:44 PM',
      },
      assumedRoleUser: {
        assumedRoleId: `AROA${random.upper(17)}:${random.favourite(world.sessions).name}`,
        arn: `arn:aws:sts::${world.account}:assumed-role/${random.favourite(world.roles)}/${random.favourite(world.sessions).name}`,
      },
    }),
  },
  read(8, 'ec2', 'DescribeInstances', (random) => ({
    instancesSet: { items: [{ instanceId: `i-0${random.hex(16)}` }] },
    filterSet: {},
  })),
  read(4, 'ec2', 'DescribeNetworkInterfaces', (random) => ({
    networkInterfaceIdSet: {},
    filterSet: { items: [{ name: 'subnet-id', valueSet: { items: [{ value: `subnet-0${random.hex(16)}` }] } }] },
  })),
  {
    ...read(7, 'ssm', 'UpdateInstanceInformation', (random, world) => ({
      instanceId: random.favourite(world.instances),
      agentVersion: '3.3.1611.0',
      agentStatus: 'Active',
      platformType: 'Linux',
      platformName: 'Amazon Linux',
      platformVersion: '2023',
      iPAddress: `10.0.${random.below(256)}.${random.below(256)}`,
      computerName: `ip-10-0-${random.below(256)}-${random.below(256)}.ec2.internal`,
      agentName: 'amazon-ssm-agent',
      availabilityZone: `${world.region}a`,
      sSMConnectionChannel: 'ssmmessages',
    })),
    readOnly: false,
  },
  read(5, 's3', 'GetBucketAcl', (random, world) => {
    const bucketName = random.favourite(world.buckets);
    return { bucketName, Host: `${bucketName}.s3.${world.region}.amazonaws.com`, acl: '' };
  }),
  read(3, 's3', 'ListBuckets', (_, world) => ({ Host: `s3.${world.region}.amazonaws.com` })),
  read(5, 'logs', 'DescribeLogGroups', (random) => ({
    limit: 50,
    logGroupNamePrefix: `/aws/lambda/fn-${random.below(90)}`,
  })),
  {
    ...read(5, 'logs', 'CreateLogStream', (random) => ({
      logGroupName: `/aws/lambda/fn-${random.below(90)}`,
      logStreamName: `2025/11/03/[$LATEST]${random.hex(32)}`,
    })),
    readOnly: false,
  },
  read(4, 'monitoring', 'DescribeAlarms', () => ({ maxRecords: 100, stateValue: 'ALARM' })),
  read(4, 'monitoring', 'GetMetricData'),
  read(3, 'elasticloadbalancing', 'DescribeTargetHealth', (random, world) => ({
    targetGroupArn: `arn:aws:elasticloadbalancing:${world.region}:${world.account}:targetgroup/web-${random.below(20)}/${random.hex(16)}`,
  })),
  read(3, 'dynamodb', 'DescribeTable', (random) => ({ tableName: `orders-${random.below(30)}` })),
  read(3, 'ecr', 'BatchGetImage', (random, world) => ({
    registryId: world.account,
    repositoryName: `team/service-${random.below(40)}`,
    imageIds: [{ imageDigest: `sha256:${random.hex(64)}` }],
    acceptedMediaTypes: [
      'application/vnd.docker.distribution.manifest.v2+json',
      'application/vnd.oci.image.manifest.v1+json',
    ],
  })),
  read(3, 'secretsmanager', 'GetSecretValue', (random) => ({ secretId: `prod/db-${random.below(25)}` })),
  read(2, 'iam', 'ListRolePolicies', (random, world) => ({ roleName: random.favourite(world.roles) })),
  read(2, 'iam', 'GetRole', (random, world) => ({ roleName: random.favourite(world.roles) })),
  read(2, 'lambda', 'ListFunctions20150331', () => ({ maxItems: 50 })),
  read(2, 'sts', 'GetCallerIdentity'),
  read(2, 'config', 'DescribeConfigurationRecorders'),
  read(1, 'kms', 'DescribeKey', (random, world) => ({ keyId: random.favourite(world.keys) })),
  read(1, 'cloudtrail', 'DescribeTrails', () => ({ trailNameList: [], includeShadowTrails: true })),
  {
    ...read(0.4, 'ec2', 'RunInstances', (random) => ({
      instancesSet: { items: [{ imageId: `ami-0${random.hex(16)}`, minCount: 1, maxCount: 1 }] },
      instanceType: 'm7g.large',
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      disableApiTermination: false,
      clientToken: random.uuid(),
    })),
    readOnly: false,
    response: (random, world) => ({
      requestId: random.uuid(),
      reservationId: `r-0${random.hex(16)}`,
      ownerId: world.account,
      instancesSet: {
        items: [{ instanceId: `i-0${random.hex(16)}`, privateIpAddress: `10.0.3.${random.below(256)}` }],
      },
    }),
  },
  {
    ...read(0.02, 'iam', 'PutRolePolicy', (random, world) => ({
      roleName: random.favourite(world.roles),
      policyName: 'inline',
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['s3:GetObject'], Resource: `arn:aws:s3:::${random.favourite(world.buckets)}/*` },
        ],
      }),
    })),
    readOnly: false,
  },
];
