import type { Account } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import type { Control } from '../catalogue/control.js';
import { deedsOf } from './alarm-deeds.js';
import { alarmsTouched } from './alarms-touched.js';
import {
  type Assumption,
  afterUnits,
  assumed,
  type Bench,
  benchOf,
  type Simulated,
  statesAfter,
  type Unit,
  WEIGHT,
  weightOf,
} from './bench.js';
import { TOPIC_NAME } from './build/topic.js';
import { candidates } from './candidates.js';
import { idOf } from './change-id.js';
import { endsElsewhere, isNamed } from './elsewhere.js';
import { literalCandidates } from './literal-candidates.js';
import { hasSubscriber, topicsIn } from './look.js';
import { merged } from './merge.js';
import { topicsOfAlarms } from './orphans.js';
import { type Proof, proofOf } from './proof.js';
import type { Task } from './task.js';
import { provedTopics, topicServes } from './topic-serves.js';
import { unreadOnTheWay } from './unread.js';

/** What was taken: steps, and what is assumed of others. */
export interface Taken {
  readonly units: readonly Unit[];
  readonly assumptions: readonly Assumption[];
}

/** Most candidates that are simulated for one control: the cheapest are among the first. */
const MOST_TRIED = 80;

/** The cheapest candidate after which the control is proved, and nothing that was proved before is not; null when there is none. */
export function choose(task: Task, state: Simulated, control: Control): Taken | null {
  const proof = proofOf(task, state.account);
  const open = proof.open(control);
  const own = state.account.account;
  // Whoever says who is to be told here does not wait for what another account tells.
  const awaited = isNamed(task) ? proof.paths.filter((path) => !endsElsewhere(path, own)) : proof.paths;
  if (unreadOnTheWay(awaited, open, own)) return null;
  const wanted = { control, open, proof, topics: topicsOf(task, proof, state.account) };
  const found = candidates(benchOf(task, state.account, state.outputs), wanted);
  return first(task, state, proof, found, [control], (after) => after.verdict(control) === 'proved');
}

/** As `choose`, for a control that is proved and whose literal check does not pass. */
export function chooseLiteral(task: Task, state: Simulated, control: Control): Taken | null {
  const proof = proofOf(task, state.account);
  const found = literalCandidates(
    benchOf(task, state.account, state.outputs),
    control,
    proof,
    topicsOf(task, proof, state.account),
  );
  const isGoal = (after: Proof) => after.verdict(control) === 'proved' && after.literal(control) === true;
  return first(task, state, proof, found, [control], isGoal);
}

function first(
  task: Task,
  state: Simulated,
  before: Proof,
  found: readonly Bench[],
  own: readonly Control[],
  isGoal: (after: Proof) => boolean,
): Taken | null {
  const harmless = found.filter(({ units }) => units.every((unit) => spares(unit, state.account)));
  for (const candidate of cheapestFirst(harmless).slice(0, MOST_TRIED)) {
    const { assumptions } = candidate;
    const units = merged(candidate.units);
    const proves = (after: Account): boolean => {
      const account = assumed(after, assumptions);
      return isGoal(proofOf(task, account)) && (isNew(units, state.account) || nothingLost(task, before, account, own));
    };
    if (proves(afterUnits(state, units).account))
      return {
        units: smallest(state, units, isMend, proves).map((unit) => ({
          ...unit,
          controls: own.map(({ slug }) => slug),
        })),
        assumptions,
      };
  }
  return null;
}

/** An alarm that stops, ends or adds machines, or keeps another one silent, was not set up for what it would ring for now. */
function spares({ proposals }: Unit, account: Account): boolean {
  return proposals.every(({ step }) => !deedsOf(step, account).some(({ isHarm }) => isHarm));
}

/** What only adds, and no alarm that is there looks at, takes nothing from another control. */
function isNew(units: readonly Unit[], account: Account): boolean {
  return units.every(({ proposals }) =>
    proposals.every(({ risk, step }) => risk === 'adds' && alarmsTouched(step, account).alarms.length === 0),
  );
}

/** Every control of the catalogue that was proved must be so still. */
function nothingLost(task: Task, before: Proof, account: Account, own: readonly Control[]): boolean {
  const after = proofOf(task, account);
  return task.catalogue.every(
    (control) => own.includes(control) || before.verdict(control) !== 'proved' || after.verdict(control) === 'proved',
  );
}

/** What is built after a cut is one chain, and candidates with less of it were tried before; a mend may be one too many. */
function isMend({ weight }: Unit): boolean {
  return weight < WEIGHT.alarm;
}

/**
 * Without the units that nothing needs, the last ones first. `isWorthATry`: may it be one of them? `proves`: do these units, carried
 * out, do what is wanted?
 */
export function smallest(
  state: Simulated,
  units: readonly Unit[],
  isWorthATry: (unit: Unit) => boolean,
  proves: (after: Account, without: Unit) => boolean,
): readonly Unit[] {
  const states = statesAfter(state, units);
  let rest: readonly Unit[] = [];
  for (const [index, unit] of [...units.entries()].reverse())
    if (unit.asked || !isWorthATry(unit) || !proves(afterUnits(states[index]!, rest).account, unit))
      rest = [unit, ...rest];
  return rest;
}

/** By weight; of equals the one that alters less of what is there, then the one that costs less, then the one that was found first. */
function cheapestFirst(found: readonly Bench[]): readonly Bench[] {
  const seen = new Set<string>();
  const distinct = found.filter(({ units, assumptions }) => {
    const steps = units.flatMap(({ proposals }) =>
      proposals.map(({ step }) => `${idOf(step)} ${JSON.stringify(step.input)}`),
    );
    const key = [...steps, ...assumptions.map(({ message }) => message)].join('\n');
    return seen.size < seen.add(key).size;
  });
  const ranked = distinct.map((bench) => {
    const proposals = bench.units.flatMap((unit) => unit.proposals);
    return {
      bench,
      weight: weightOf(bench),
      altering: proposals.filter(({ risk }) => risk !== 'adds').length,
      dollars: proposals.reduce((sum, { cost }) => sum + (cost.usdPerMonth ?? 0), 0),
    };
  });
  ranked.sort((a, b) => a.weight - b.weight || a.altering - b.altering || a.dollars - b.dollars);
  return ranked.map(({ bench }) => bench);
}

/**
 * The topics on the paths of the account, those on most paths first; then those that alarms name which are on none; of all of
 * them those that may serve. Of both, those with a subscriber first.
 */
function topicsOf(task: Task, proof: Proof, account: Account): readonly string[] {
  const { paths } = proof;
  const counts = new Map<string, number>();
  for (const { links } of paths)
    for (const { kind, id } of links) if (kind === 'topic' && parseArn(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const used = [...counts].sort(([, a], [, b]) => b - a).map(([id]) => id);
  const there = topicsIn(account);
  const named = account.regions.flatMap((region) =>
    topicsOfAlarms(account, region).filter((arn) => there.includes(arn)),
  );
  const ours = there.filter((arn) => parseArn(arn)?.resource === TOPIC_NAME);
  let proved: ReadonlySet<string> | null = null;
  const isProved = (arn: string): boolean => {
    proved ??= provedTopics(task, proof);
    return proved.has(arn);
  };
  const known = [...new Set([...used, ...named, ...ours])].filter((arn) =>
    topicServes(account, arn, counts.has(arn), () => isProved(arn)),
  );
  const [told, silent] = [true, false].map((is) => known.filter((arn) => hasSubscriber(account, arn) === is));
  return [...(told ?? []), ...(silent ?? [])];
}
