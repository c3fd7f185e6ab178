import { parseArn } from '../../account/arn.js';
import type { Link } from '../../chain/link.js';
import { add, type Bench, WEIGHT } from '../bench.js';
import { groupProposals, isMaskedIn } from '../build/log-group.js';
import { COST } from '../cost.js';
import { groupName, groupsIn, isListed, keyOf } from '../look.js';
import { step } from '../step.js';
import { type Mend, only } from './mend.js';

/** A log group that is missing is made again under its name. Its class and what masks it cannot be changed: another one is needed. */
export const mendLogGroup: Mend = (bench, { link, failing }): Bench | null => {
  const name = groupName(link.id);
  if (failing.size === 1 && failing.has('key')) return withKeyEnabled(bench, link);
  if (!only(failing, 'exists') || link.account !== bench.account.account || name === '') return null;
  const isRead = isListed(bench.account, link.region, 'logs:DescribeLogGroups', { logGroupNamePrefix: name });
  if (!isRead || isMaskedIn(bench, link.region)) return null;
  return add(bench, WEIGHT.adds, ...groupProposals(link.region, name, link.id));
};

/** A key of the account's own that is disabled. */
function withKeyEnabled(bench: Bench, { id, region, account }: Link): Bench | null {
  const group = groupsIn(bench.account, region).find(({ logGroupName }) => logGroupName === groupName(id));
  const place = parseArn(group?.kmsKeyId);
  const key = place && group?.kmsKeyId ? keyOf(bench.account, place.region, group.kmsKeyId) : null;
  if (key?.KeyState !== 'Disabled' || key.Arn === undefined || account !== bench.account.account) return null;
  if (place?.account !== account) return null;
  return add(bench, WEIGHT.changes, {
    step: step('kms:EnableKey', place.region, { KeyId: key.Arn }),
    title: `enable the key \`${key.KeyId ?? key.Arn}\`, with which the log group \`${groupName(id)}\` is encrypted`,
    link: { kind: 'log-group', id },
    risk: 'changes',
    warning: 'somebody may have disabled it on purpose; whatever else it encrypts can be read again',
    cost: COST.none,
    notUndone: null,
  });
}
