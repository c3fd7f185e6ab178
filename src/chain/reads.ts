import type { Operation } from '../account/account.js';
import { LINK_READS } from './links/reads.js';

/** What an audit reads although no link is decided by it, each with the reason. */
export const FURTHER_READS = {
  'sts:GetCallerIdentity': 'whose account it is, and who read it',
  'iam:ListAccountAliases': 'the name by which people know the account',
  'logs:DescribeSubscriptionFilters': 'who else gets the events of a log group: named in the report, judged by no link',
} as const satisfies Partial<Record<Operation, string>>;

/**
 * Every operation that an audit needs: what its links declare, and the further reads. The permissions are derived from it;
 * that the collector has just these is a test's to say.
 */
export const AUDIT_READS: readonly Operation[] = [
  ...new Set<Operation>([...Object.values(LINK_READS).flat(), ...(Object.keys(FURTHER_READS) as Operation[])]),
].sort();
