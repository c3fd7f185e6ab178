import { parseArn } from '../account/arn.js';
import { PARTITIONS } from '../account/partition.js';

/** What is wrong with the ARN of a break-glass role: a deny that excepts nobody locks everybody out, one that excepts many denies little. */
export interface RoleError {
  readonly code: 'role';
  readonly message: string;
  readonly help: string;
}

/** IAM API reference, CreateRole: a name has 64 characters at most, and a path begins and ends with `/`. */
const ROLE = /^role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** Null: it is the ARN of one role, or of the role of that name in each account (`arn:aws:iam::*:role/break-glass`). */
export function roleError(role: string): RoleError | null {
  const wrong = (why: string, help = 'name the break-glass role: `arn:aws:iam::111122223333:role/break-glass`') =>
    ({ code: 'role', message: `\`${role}\` ${why}`, help }) as const;
  const arn = parseArn(role);
  if (arn?.service !== 'iam' || !arn.resource.startsWith('role/')) return wrong('is not the ARN of one role');
  if (!PARTITIONS.includes(arn.partition))
    return wrong(
      `names no partition that there is, and would except nobody`,
      `partitions are ${PARTITIONS.join(', ')}`,
    );
  if (arn.region !== '') return wrong('names a Region, which no role has, and would except nobody');
  if (/[*?]|\$\{/.test(arn.resource)) return wrong('is not the ARN of one role: it names every role that matches');
  if (arn.account !== '*' && !/^\d{12}$/.test(arn.account))
    return wrong('names no account: an account has twelve digits');
  return ROLE.test(arn.resource) ? null : wrong('is not the ARN of one role');
}
