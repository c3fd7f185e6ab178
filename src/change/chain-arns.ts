import type { Account } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import type { Control } from '../catalogue/control.js';
import { type DemandOptions, questionsOf } from '../chain/demands.js';
import { isTold, sample } from '../chain/judge.js';
import type { LinkKind, Path } from '../chain/link.js';
import { pathsOf } from '../chain/paths.js';
import type { ControlResult } from '../chain/result.js';
import { pathDraft } from '../chain/told.js';
import { iamLiteral } from './iam-literal.js';
import { trailOf } from './look.js';

const PROTECTED: readonly LinkKind[] = ['trail', 'log-group', 'alarm', 'event-bus', 'rule', 'topic'];

type Named = { readonly kind: LinkKind; readonly id: string };

/**
 * The ARNs of what reports the controls' events in an account, as a policy's resources: links, and the keys that encrypt them, of every path that carries an event in some
 * Region, and of those that an audit shows (`results`), which may be about to be mended. One shown path may stand for as many as there
 * are Regions.
 */
export function chainArns(
  account: Account,
  controls: readonly Control[],
  options: DemandOptions,
  results: readonly ControlResult[],
): readonly string[] {
  const shown = results.flatMap(({ events }) =>
    events.flatMap(({ path, paths }): readonly Named[] => [path, ...paths].flat()),
  );
  const paths = telling(account, controls, options);
  const links: readonly Named[] = [...shown, ...paths.flatMap((path) => path.links)];
  const own = links.filter(
    ({ kind, id }) => PROTECTED.includes(kind) && id.startsWith('arn:') && id.includes(`:${account.account}:`),
  );
  // Log groups are named with and without `:*` in policies, by what is asked of them.
  const arns = own.flatMap(({ kind, id }) => {
    if (kind === 'trail') return [id, ...deliveryRole(account, id)].map(iamLiteral);
    if (kind !== 'log-group') return [iamLiteral(id)];
    const bare = iamLiteral(id.replace(/:\*$/, ''));
    return [bare, `${bare}:*`];
  });
  // Of keys that are named otherwise, by an alias, the policy would not be about them.
  const keys = paths
    .flatMap((path) => path.keys)
    .filter((key) => parseArn(key)?.account === account.account && parseArn(key)?.resource.startsWith('key/'));
  return [...new Set([...arns, ...keys.map(iamLiteral)])].sort();
}

/** With which the trail writes to its log group. */
function deliveryRole(account: Account, trail: string): readonly string[] {
  const role = trailOf(account, trail)?.CloudWatchLogsRoleArn;
  return parseArn(role)?.account === account.account && role !== undefined ? [role] : [];
}

function telling(account: Account, controls: readonly Control[], options: DemandOptions): readonly Path[] {
  const questions = controls.flatMap((control) => questionsOf(control, account, options));
  const events = questions
    .flatMap(({ regions, demandIn }) => regions.map((region) => sample(demandIn([region]))))
    .filter((event) => event !== null);
  return pathsOf(account, [account]).filter((path) => {
    const draft = pathDraft(path);
    return events.some((event) => isTold(event, draft));
  });
}
