import type { Account } from '../account/account.js';
import type { Control } from '../catalogue/control.js';
import { type DemandOptions, questionsOf } from './demands.js';
import { verdictOf } from './event-verdict.js';
import type { Path } from './link.js';
import { pathsOf } from './paths.js';
import type { Verdict } from './result.js';
import { regionGroups, toldDraft } from './told.js';

const RANK: Readonly<Record<Verdict, number>> = { broken: 0, unknown: 1, proved: 2 };

/**
 * A control's verdict in each Region of the account, the worst of its events': would what happens there reach a person? `among`: the
 * paths that count; all of them where it is not given.
 */
export function regionVerdicts(
  control: Control,
  account: Account,
  accounts: readonly Account[],
  options: DemandOptions,
  among: (path: Path) => boolean = () => true,
): ReadonlyMap<string, Verdict> {
  const told = toldDraft(pathsOf(account, accounts).filter(among));
  const questions = questionsOf(control, account, options);
  return new Map(
    regionGroups(told, account.account, account.regions).flatMap((group) =>
      group.regions.map((region) => {
        const here = [{ regions: [region], told: group.told }];
        const verdicts = questions
          .filter((question) => question.regions.includes(region))
          .map((question) => verdictOf(question, here));
        const worst = verdicts.sort((a, b) => RANK[a] - RANK[b])[0];
        return [region, worst ?? 'unknown'] as const;
      }),
    ),
  );
}
