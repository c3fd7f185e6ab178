import type { Account } from '../account/account.js';
import { digestOf } from '../account/save.js';
import type { Control } from '../catalogue/control.js';
import { audit } from '../chain/audit.js';
import type { AuditResult } from '../chain/result.js';
import { askedFor } from './asked.js';
import { deliveriesAwaited } from './awaited.js';
import { type Assumption, afterUnits, assumed, type Simulated, type Unit } from './bench.js';
import type { Change, Plan, Remainder } from './change.js';
import { choose, chooseLiteral, smallest, type Taken } from './choose.js';
import { finished } from './finish.js';
import { merged } from './merge.js';
import { prepared } from './prepare.js';
import { type Proof, proofOf } from './proof.js';
import { literalRemains, remainderOf, remainsOf, toConfirm } from './remains.js';
import { mayBeIdle } from './spare.js';
import { type Subscriber, type Task, taskOf } from './task.js';

export interface PlanInput {
  readonly account: Account;
  /** All that were read together: an organization's trail may belong to another. The account itself may be among them. */
  readonly accounts: readonly Account[];
  /** Those that are to be proved. */
  readonly controls: readonly Control[];
  /** Every control that there is. */
  readonly catalogue: readonly Control[];
  readonly benchmark: string; // cis-7.0
  readonly includeAttempts: boolean;
  readonly subscribe: readonly Subscriber[];
  /** ARN; null: a topic that is known, or a new one. */
  readonly topic: string | null;
  readonly literal: boolean;
  readonly generatedAt: string; // ISO 8601
  readonly tool: { readonly name: string; readonly version: string };
}

/**
 * The smallest list of changes that we find after which the selected controls are proved: candidates are simulated with `apply` and
 * judged by `audit`, so that nothing is planned that was not proved. What cannot be planned, and what people must do, remains.
 */
export function plan(input: PlanInput): Plan {
  const { controls, benchmark } = input;
  const account = prepared(input.account, input.topic);
  const accounts = input.accounts.some((one) => one.account === account.account)
    ? input.accounts.map((one) => (one.account === account.account ? account : one))
    : [account, ...input.accounts];
  const task = taskOf({ ...input, account, accounts });
  const before = proofOf(task, input.account);
  const searched = search(task, controls);
  const after = afterUnits({ account, outputs: new Map() }, searched.units).account;
  const confirmed = assumed(
    after,
    searched.assumptions.filter(({ isConfirmation }) => isConfirmation),
  );
  const last = auditOf(input, accounts, confirmed);
  const changes = attributed(finished(account, searched.units, accounts), last);
  return {
    schema: 'trailproof/plan/1',
    tool: input.tool,
    generatedAt: input.generatedAt,
    account: account.account,
    partition: account.partition,
    digest: digestOf(input.account),
    benchmark,
    controls: controls.map((control) => ({
      control: control.slug,
      before: before.verdict(control),
      after: verdictIn(last, control.slug),
    })),
    changes,
    remains: distinct([
      ...searched.remains,
      ...remainsOf(task, controls, after, searched.assumptions),
      ...toConfirm(task, controls, changes),
      ...deliveriesAwaited(task, controls, input.account),
    ]),
  };
}

/** What is said once is not said again. */
function distinct(remains: readonly Remainder[]): readonly Remainder[] {
  const key = ({ code, message, controls }: Remainder) =>
    code === 'confirm-email' || code === 'subscriber-needed' ? message : `${message}\n${controls}`;
  return remains.filter((one, at) => remains.findIndex((other) => key(other) === key(one)) === at);
}

function auditOf(input: PlanInput, accounts: readonly Account[], account: Account): AuditResult {
  const whole = audit({
    ...input,
    accounts: [account, ...accounts.filter((one) => one.account !== account.account)],
    catalogue: input.controls,
  });
  return { ...whole, results: whole.results.filter((one) => one.account === account.account) };
}

function verdictIn({ results }: AuditResult, slug: string) {
  return results.find(({ control }) => control === slug)?.verdict ?? 'unknown';
}

interface Goal {
  readonly slug: string;
  readonly isMet: (after: Proof) => boolean;
}

interface Searched {
  readonly units: readonly Unit[];
  readonly assumptions: readonly Assumption[];
  readonly remains: readonly Remainder[];
}

function wayFor(task: Task, state: Simulated, control: Control): Taken | null {
  const isProved = proofOf(task, state.account).verdict(control) === 'proved';
  return isProved ? { units: [], assumptions: [] } : choose(task, state, control);
}

/** Of no subscriber it is assumed that somebody will name one. */
function isTold({ assumptions }: Taken): boolean {
  return assumptions.every(({ isConfirmation }) => isConfirmation);
}

/** One control after the other, each on the account as the others left it; then without what nothing needs. */
function search(task: Task, controls: readonly Control[]): Searched {
  let state: Simulated = { account: task.account, outputs: new Map() };
  let units: readonly Unit[] = [];
  const assumptions: Assumption[] = [];
  const remains: Remainder[] = [];
  const goals: Goal[] = [];
  const take = (taken: Taken | null): boolean => {
    if (!taken) return false;
    units = [...units, ...taken.units];
    assumptions.push(...taken.assumptions);
    const after = afterUnits(state, taken.units);
    state = { ...after, account: assumed(after.account, taken.assumptions) };
    return true;
  };
  const settled: Control[] = [];
  const settle = (control: Control, found: Taken | null): void => {
    if (!take(found)) {
      remains.push(withIdle(remainderOf(task, state.account, control), task));
      return;
    }
    settled.push(control);
    goals.push({ slug: control.slug, isMet: (after) => after.verdict(control) === 'proved' });
  };
  const settleText = (control: Control): void => {
    if (!task.literal) return;
    // What another one's chain put there is to be there in the end, too.
    if (proofOf(task, state.account).literal(control) !== false || take(chooseLiteral(task, state, control)))
      goals.push({ slug: control.slug, isMet: (after) => after.literal(control) !== false });
    else remains.push(literalRemains(task, state.account, control));
  };
  // What is not told to anybody yet waits for the others: it may use what they come to use, as a second plan would.
  const waiting: { readonly control: Control; readonly found: Taken | null; readonly among: Simulated }[] = [];
  for (const control of controls) {
    const found = wayFor(task, state, control);
    if (found && isTold(found)) settle(control, found);
    else waiting.push({ control, found, among: state });
  }
  for (const { control, found, among } of waiting)
    settle(control, among === state ? found : wayFor(task, state, control));
  // Security Hub's text may stand in what was built for another one, which only now is there.
  for (const control of settled) settleText(control);
  const proves = (account: Account, without?: Unit): boolean => {
    const after = proofOf(task, assumed(account, assumptions));
    // The controls for which it was taken are the ones that may need it.
    const isConcerned = ({ slug }: Goal) => without?.controls?.includes(slug) === true;
    const order = [...goals.filter(isConcerned), ...goals.filter((goal) => !isConcerned(goal))];
    return order.every(({ isMet }) => isMet(after));
  };
  const isWorthATry = (unit: Unit) => mayBeIdle(task, whole, unit, controls);
  const start = { account: task.account, outputs: new Map() };
  const whole = merged(units);
  const isSame = proves(afterUnits(start, whole).account);
  const needed = isSame ? smallest(start, whole, isWorthATry, proves) : units;
  const planned = controls.filter((control) => goals.some(({ slug }) => slug === control.slug));
  const asked = askedFor(task, afterUnits(start, needed), assumptions, planned);
  return {
    units: asked.units.length === 0 ? needed : merged([...needed, ...asked.units]),
    assumptions,
    remains: [...remains, ...asked.remains],
  };
}

/** Nobody is subscribed for a control for which nothing is planned: that is said of those who were named. */
function withIdle(remainder: Remainder, { subscribe }: Task): Remainder {
  if (subscribe.length === 0) return remainder;
  const names = subscribe.map(({ endpoint }) => `\`${endpoint}\``).join(', ');
  return {
    ...remainder,
    message: `${remainder.message}; ${names} ${subscribe.length === 1 ? 'is' : 'are'} not subscribed for it`,
  };
}

/** Each change is for the controls on whose paths its link stands in the end; one of which that cannot be said, for all. */
function attributed(changes: readonly Change[], { results }: AuditResult): readonly Change[] {
  return changes.map((change) => {
    const { kind, id } = change.link;
    const named = results.filter(({ events }) =>
      events.some(({ path, paths }) =>
        [path, ...paths].some((links) =>
          links.some((link) => link.id === id && (link.kind === kind || kind === 'subscription')),
        ),
      ),
    );
    const slugs = named.map(({ control }) => control);
    return slugs.length > 0 ? { ...change, controls: slugs } : change;
  });
}
