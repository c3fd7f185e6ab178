import { add, type Bench, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { step } from '../step.js';
import { type Mend, nameIn, only } from './mend.js';

/** A rule that is switched off. Its pattern is not ours to write: a metric filter sees every Region, a rule only its own. */
export const mendRule: Mend = (bench, { link, failing }): Bench | null => {
  if (!only(failing, 'enabled') || failing.size === 0 || link.account !== bench.account.account) return null;
  const name = nameIn(link.id, 'rule');
  return add(bench, WEIGHT.changes, {
    step: step('events:EnableRule', link.region, { Name: name }),
    title: `enable the rule \`${name}\` in ${link.region}`,
    link: { kind: 'rule', id: link.id },
    risk: 'changes',
    warning: 'somebody may have disabled it on purpose; all its targets get the events again',
    cost: COST.none,
    notUndone: null,
  });
};
