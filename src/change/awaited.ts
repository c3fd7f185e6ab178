import type { Account } from '../account/account.js';
import type { Trail } from '../account/answers.js';
import type { Control } from '../catalogue/control.js';
import type { Link } from '../chain/link.js';
import { pathsOf } from '../chain/paths.js';
import { toldDraft } from '../chain/told.js';
import { isTrue } from '../predicate/fold.js';
import { afterDelivery } from './apply-cloudtrail.js';
import type { Assumption } from './bench.js';
import { isOurRole } from './build/log-group.js';
import type { Remainder } from './change.js';
import { groupName, trailOf, trailStatusOf } from './look.js';
import { letsPass, proofOf } from './proof.js';
import type { Task } from './task.js';

/** About five minutes after a call, on average (CloudTrail user guide, "Sending events to CloudWatch Logs"). */
const SOON = 'CloudTrail delivers some minutes after a call, the next time that there is one';

/**
 * The trails whose first delivery is still to come, and without which these controls would not be proved: an audit believes a trail
 * that was started just now, and whoever has just made it wants to know that it is not shown yet.
 */
export function deliveriesAwaited(task: Task, controls: readonly Control[], account: Account): readonly Remainder[] {
  const proof = proofOf(task, account);
  const sure = proof.paths.filter(({ links }) => !links.some(isAwaited));
  if (sure.length === proof.paths.length) return [];
  const found = new Map<string, readonly string[]>();
  for (const control of controls) {
    if (proof.verdict(control) !== 'proved') continue;
    const all = task.questions(control).map((question) => ({ question, demand: question.demandIn(question.regions) }));
    if (letsPass(toldDraft(sure), all, account.account)) continue;
    for (const { id } of proof.chains(control).flatMap(({ links }) => links.filter(isAwaited)))
      found.set(id, [...new Set([...(found.get(id) ?? []), control.slug])]);
  }
  return [...found].map(([id, slugs]) => ({
    controls: slugs,
    code: 'await-delivery',
    message: `the trail ${named(trailOf(account, id), id)} has delivered nothing yet: until then nothing shows that it can`,
    help: `${SOON}: see it with \`fix --apply --wait\``,
  }));
}

function isAwaited({ conditions }: Link): boolean {
  return conditions.some((condition) => condition.isAwaited === true);
}

/** The role is the one that we would give it, and the delivery that it tells of may be of the time before. */
export function deliveryAfterChange(account: Account, arn: string): Assumption {
  const trail = trailOf(account, arn);
  const { LatestCloudWatchLogsDeliveryError: error = '' } = trailStatusOf(account, arn);
  const told = error === '' ? 'tells of no delivery since' : `tells of one that failed: ${error}`;
  return {
    code: 'await-delivery',
    message: `the trail ${named(trail, arn)} has the role that was made for it, and ${told}`,
    help: `${SOON}: see it with \`fix --apply --wait\`; where it lasts, look at the policies of the role and of the log group’s key`,
    weight: 1,
    isConfirmation: true,
    assume: (after) => afterDelivery(after, arn),
  };
}

function named(trail: Trail | null, arn: string): string {
  const group = groupName(trail?.CloudWatchLogsLogGroupArn ?? '');
  return `\`${trail?.Name ?? arn}\`${group === '' ? '' : `, to the log group \`${group}\`,`}`;
}

/** ARNs of the trails of this account on whose next delivery a proof waits. */
export function trailsAwaited(account: Account, accounts: readonly Account[]): readonly string[] {
  const links = pathsOf(account, accounts).flatMap((path) => path.links);
  const trails = links.filter(({ kind, account: owner }) => kind === 'trail' && owner === account.account);
  const isBehind = ({ id, conditions }: Link) =>
    isOurRole(trailOf(account, id)?.CloudWatchLogsRoleArn) &&
    conditions.some(({ code, passes }) => code === 'delivery' && !isTrue(passes));
  const waiting = trails.filter((link) => isAwaited(link) || isBehind(link));
  return [...new Set(waiting.map(({ id }) => id))];
}
