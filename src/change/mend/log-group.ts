import { add, type Bench, WEIGHT } from '../bench.js';
import { groupProposals, isMaskedIn } from '../build/log-group.js';
import { groupName, isListed } from '../look.js';
import { type Mend, only } from './mend.js';

/** A log group that is missing is made again under its name. Its class and what masks it cannot be changed: another one is needed. */
export const mendLogGroup: Mend = (bench, { link, failing }): Bench | null => {
  const name = groupName(link.id);
  if (!only(failing, 'exists') || link.account !== bench.account.account || name === '') return null;
  const isRead = isListed(bench.account, link.region, 'logs:DescribeLogGroups', { logGroupNamePrefix: name });
  if (!isRead || isMaskedIn(bench, link.region)) return null;
  return add(bench, WEIGHT.adds, ...groupProposals(link.region, name, link.id));
};
