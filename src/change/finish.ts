import type { Account } from '../account/account.js';
import { deedsOf } from './alarm-deeds.js';
import { carriedOut, type Proposal, type Simulated, type Unit } from './bench.js';
import type { Change } from './change.js';
import { idOf } from './change-id.js';
import { describeAlarm } from './describe-alarm.js';
import { freeName } from './free-name.js';
import { newlyTold } from './told.js';
import { undoOf } from './undo.js';

/**
 * The changes in their order, each with what takes it back from the account as it is when its turn comes. `accounts`: all that were read
 * together.
 */
export function finished(
  account: Account,
  units: readonly Unit[],
  accounts: readonly Account[] = [account],
): readonly Change[] {
  let state: Simulated = { account, outputs: new Map() };
  const ids = new Set<string>();
  return units.flatMap(({ proposals, controls = [] }) =>
    proposals.map((proposal): Change => {
      // INVARIANT: what other steps refer to by its id, keys and subscriptions that are created, is created once.
      const id = freeName(idOf(proposal.step), ids);
      ids.add(id);
      const told = newlyTold(proposal.step, { account: state.account, all: accounts });
      const change: Change = {
        id,
        ...said(proposal, state.account),
        link: proposal.link,
        controls,
        cost: proposal.cost,
        owner: null,
        ...(told.length > 0 ? { told } : {}),
        step: proposal.step,
        undo: undoOf(proposal.step, state.account, id),
        notUndone: proposal.notUndone,
      };
      state = carriedOut(state, proposal.step);
      return change;
    }),
  );
}

function said({ step, title, risk, warning }: Proposal, account: Account): Pick<Change, 'title' | 'risk' | 'warning'> {
  const alarm = step.operation === 'cloudwatch:PutMetricAlarm' ? describeAlarm(account, step.region, step.input) : null;
  const about = alarm ?? { title, risk, warning };
  const deeds = deedsOf(step, account).map(({ words }) => words);
  if (deeds.length === 0) return about;
  // What was there does otherwise from now on.
  return {
    ...about,
    risk: about.risk === 'adds' ? 'changes' : about.risk,
    warning: [about.warning ?? [], deeds].flat().join('; '),
  };
}
