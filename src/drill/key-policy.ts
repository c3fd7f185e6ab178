import { parseArn } from '../account/arn.js';

interface Caller {
  readonly account: string;
  readonly partition: string;
  /** As sts:GetCallerIdentity names it. */
  readonly caller: string;
}

/**
 * The policy of the throw-away key: what KMS gives a key by itself, and that whoever makes it may disable and delete it. So nobody
 * needs a permission in IAM that would be good for other keys as well. KMS refuses a policy that its maker could not change (KMS API
 * reference, CreateKey, `Policy`), hence kms:PutKeyPolicy. Null: of this caller nothing is to be added.
 */
export function keyPolicyFor({ account, partition, caller }: Caller): object | null {
  const principals = principalsOf(caller, account, partition);
  if (principals === null) return null;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:DescribeKey', 'kms:DisableKey', 'kms:EnableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
        Resource: '*',
        Condition: {
          StringEquals: { 'kms:CallerAccount': account },
          ArnLike: { 'aws:PrincipalArn': principals },
        },
      },
    ],
  };
}

/**
 * What `aws:PrincipalArn` holds: of a session the role's ARN, whose path the session's own ARN does not tell (IAM user guide, "AWS
 * global condition context keys").
 */
function principalsOf(caller: string, account: string, partition: string): readonly string[] | null {
  const arn = parseArn(caller);
  if (arn?.account !== account) return null;
  const role = /^assumed-role\/([\w+=,.@-]+)\//.exec(arn.resource)?.[1];
  if (role !== undefined)
    return [`arn:${partition}:iam::${account}:role/${role}`, `arn:${partition}:iam::${account}:role/*/${role}`];
  return /^(?:user|federated-user)\/[\w+=,.@/-]+$/.test(arn.resource) ? [caller] : null;
}
