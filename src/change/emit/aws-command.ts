import type { Output, WriteOperation } from '../step.js';
import { type Expected, is, jmespath, jmespathLiteral, members } from './expected.js';

/** How the AWS CLI spells an operation, and what its answers mean to a script that may be run twice. */
export interface AwsCommand extends Repeated {
  readonly service: string;
  readonly command: string;
}

interface Repeated {
  /** The error code by which AWS says that it is there already, where nobody looked before. */
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
  'cloudtrail:CreateTrail': { waits: true },
  'cloudtrail:UpdateTrail': { waits: true },
  's3:CreateBucket': { exists: 'BucketAlreadyOwnedByYou' },
  'logs:CreateLogGroup': { exists: 'ResourceAlreadyExistsException' },
};

/** What CreateTrail and UpdateTrail say while a new role or bucket policy has not got to them. */
export const NOT_KNOWN_YET: readonly string[] = [
  'InvalidCloudWatchLogsRoleArnException',
  'InsufficientS3BucketPolicyException',
];

/** How KMS describes a key that a stopped run of the script created. */
export function createdKey(description: string): Expected {
  return members([
    ['Description', is(description)],
    ['KeyManager', is('CUSTOMER')],
    ['KeyState', is('Enabled')],
  ]);
}

/** What the description of such a key answers: its id; of any other `other`. */
export function keyQuery(description: string): string {
  const output = () => '';
  return `KeyMetadata | (${jmespath(createdKey(description), output)} && KeyId) || ${jmespathLiteral('other', output)}`;
}

/** Where an output stands in the answer of its operation, as the CLI's --query takes it. */
export const OUTPUT_QUERIES: Readonly<Record<Output['output'], string>> = {
  KeyId: 'KeyMetadata.KeyId',
  SubscriptionArn: 'SubscriptionArn',
};
