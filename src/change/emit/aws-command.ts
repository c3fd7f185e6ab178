import type { Output, WriteOperation } from '../step.js';

/** How the AWS CLI spells an operation, and what its answers mean to a script that may be run twice. */
export interface AwsCommand extends Repeated {
  readonly service: string;
  readonly command: string;
}

interface Repeated {
  /** The error code by which AWS says that it is there already. Without one the call itself can be repeated. */
  readonly exists?: string;
  /** It is refused until a role or a policy that was made just now is known everywhere, which takes some seconds. */
  readonly waits?: true;
}

/** `aws s3api create-bucket`: s3 is called s3api in the AWS CLI; everything else is the operation's name with hyphens. */
export function awsCommandOf(operation: WriteOperation): AwsCommand {
  const [service = '', name = ''] = operation.split(':');
  const command = name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  return { service: service === 's3' ? 's3api' : service, command, ...REPEATED[operation] };
}

const REPEATED: { readonly [O in WriteOperation]?: Repeated } = {
  'cloudtrail:CreateTrail': { exists: 'TrailAlreadyExistsException', waits: true },
  'cloudtrail:UpdateTrail': { waits: true },
  's3:CreateBucket': { exists: 'BucketAlreadyOwnedByYou' },
  'iam:CreateRole': { exists: 'EntityAlreadyExists' },
  'logs:CreateLogGroup': { exists: 'ResourceAlreadyExistsException' },
  'kms:CreateAlias': { exists: 'AlreadyExistsException' },
};

/** What CreateTrail and UpdateTrail say while a new role or bucket policy has not got to them. */
export const NOT_KNOWN_YET: readonly string[] = [
  'InvalidCloudWatchLogsRoleArnException',
  'InsufficientS3BucketPolicyException',
];

/** Where an output stands in the answer of its operation, as the CLI's --query takes it. */
export const OUTPUT_QUERIES: Readonly<Record<Output['output'], string>> = {
  KeyId: 'KeyMetadata.KeyId',
  SubscriptionArn: 'SubscriptionArn',
};
