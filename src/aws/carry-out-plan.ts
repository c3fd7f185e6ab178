import type { Change } from '../change/change.js';
import { idOf } from '../change/change-id.js';
import type { Answered } from '../change/made-up.js';
import { neededBy, needs } from '../change/needed-by.js';
import type { CarriedChange, StepFailure, StepOutcome } from '../change/outcome.js';
import { resolve } from '../change/resolve.js';
import type { Step } from '../change/step.js';
import { AwsError } from './aws-error.js';
import { changedSince, lookUp, type Refused, sendStep, staysChanged } from './carry-out.js';
import { type Clients, clientsFor, closeClients } from './clients.js';
import { type Identity, whoAsks } from './identity.js';
import { Reader } from './reader.js';
import { type AwsOptions, firstRegion, settingsOf } from './settings.js';
import type { Maker } from './what-is-there.js';

export interface CarryOutOptions extends AwsOptions {
  /** The account of the plan, 12 digits: nothing is sent to another one. */
  readonly account: string;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Called before and after each change, and waited for: what it is given is all that an undo needs. */
  readonly record: (carried: CarriedChange) => void | Promise<void>;
  readonly progress?: ((progress: Progress) => void) | undefined;
  /** What an earlier run of the same changes recorded: what that one made is this one's to record, so that an undo knows of it. */
  readonly earlier?: readonly CarriedChange[] | undefined;
}

export interface TakeBackOptions extends CarryOutOptions {
  /** What somebody changed since stays as it is, with all that it needs, and the rest is taken back; else nothing is. */
  readonly keepChanged?: boolean | undefined;
}

/** One step, begun or ended. */
export interface Progress {
  readonly change: Change;
  readonly step: Step;
  readonly position: number; // of the change, from 1
  readonly of: number;
  /** Null: it begins. */
  readonly outcome: StepOutcome | null;
}

export interface CarriedOut {
  /** Done, or already as it should be; in the order in which it was carried out. */
  readonly carried: readonly { readonly change: Change; readonly outcome: StepOutcome }[];
  /** What ended it. Nothing after it was sent. */
  readonly failed: { readonly change: Change; readonly outcome: StepFailure } | null;
  readonly left: readonly Change[];
}

/**
 * Carries the changes out in their order, one at a time, up to the first that fails. Running it again with the same changes sends what
 * is missing: what is there already is found, and not made twice. Rejects with an AwsError only before anything is sent.
 */
export async function carryOut(changes: readonly Change[], options: CarryOutOptions): Promise<CarriedOut> {
  return withClients(options, async (clients, { account, partition }) => {
    const outputs = new Map<string, Answered>();
    const carried: { change: Change; outcome: StepOutcome }[] = [];
    for (const [index, change] of changes.entries()) {
      const { step } = change;
      const shown = { change, step, position: index + 1, of: changes.length };
      options.progress?.({ ...shown, outcome: null });
      const outcome = await sendStep(clients, step, outputs, {
        account,
        partition,
        seen: seenBefore(change),
        own: changes.map((one) => one.step),
        alias: aliasFor(change, changes),
        mayBeThere: options.earlier?.some((one) => one.change.id === change.id && one.state === 'begun') ?? false,
        wait: options.wait,
        begin: () => options.record({ change, state: 'begun', answered: {} }),
      });
      options.progress?.({ ...shown, outcome });
      if (outcome.outcome === 'failed') {
        // Without an answer it may have been carried out: then it stays begun.
        if (outcome.kind !== 'unanswered') await options.record({ change, state: 'failed', answered: {} });
        return { carried, failed: { change, outcome }, left: changes.slice(index + 1) };
      }
      const answered = outcome.outcome === 'stays' ? {} : outcome.answered;
      outputs.set(change.id, answered);
      await options.record({ change, state: isOfEarlier(change, options) ? 'done' : outcome.outcome, answered });
      carried.push({ change, outcome });
    }
    return { carried, failed: null, left: [] };
  });
}

/**
 * Takes back what was carried out, the last change first, up to the first step that fails. What was already so before, or never came
 * to be, is left alone. `carried` is what was recorded of each change, its latest state.
 */
export async function takeBack(carried: readonly CarriedChange[], options: TakeBackOptions): Promise<CarriedOut> {
  return withClients(options, async (clients, { account, partition }) => {
    const changes = carried.map(({ change }) => change);
    const maker = { account, partition, own: changes.map(({ step }) => step), wait: options.wait };
    const outputs = new Map(carried.map(({ change, answered }) => [change.id, answered]));
    const backwards = carried.filter(({ state }) => state === 'done' || state === 'begun').reverse();
    const back: { change: Change; outcome: StepOutcome }[] = [];
    // Nothing is taken back by halves: what somebody changed since is found before the first call.
    const refused = await refusedUndo(clients, backwards, outputs, maker);
    const stopped = refused.find(({ changed }) => !options.keepChanged || changed === null);
    if (stopped) {
      for (const { change, step, outcome, index } of refused) {
        const shown = { change, step, position: index + 1, of: backwards.length };
        options.progress?.({ ...shown, outcome: null });
        options.progress?.({ ...shown, outcome });
      }
      const left = backwards.filter((one) => one.change !== stopped.change).map((one) => one.change);
      return { carried: [], failed: { change: stopped.change, outcome: stopped.outcome }, left };
    }
    const theirs = new Map(refused.map(({ change, changed }) => [change, changed?.message ?? '']));
    const steps = backwards.flatMap(({ change }) => (theirs.has(change) ? [] : [change.step]));
    const set = refused.flatMap(({ changed }) => changed?.found ?? []);
    const kept: Step[] = [...set, ...neededBy(set, steps)];
    for (const [index, { change, state, answered }] of backwards.entries()) {
      const failedWith = (outcome: StepFailure): CarriedOut => ({
        carried: back,
        failed: { change, outcome },
        left: backwards.slice(index + 1).map((one) => one.change),
      });
      let known = answered;
      if (state === 'begun') {
        const alias = aliasFor(change, changes);
        const found = await lookUp(clients, change.step, outputs, { ...maker, alias, mayBeThere: true });
        if (found.outcome === 'failed') return failedWith(found);
        known = found.answered;
        outputs.set(change.id, known);
      }
      let last: StepOutcome = { outcome: 'already', answered: {} };
      for (const step of change.undo) {
        const shown = { change, step, position: index + 1, of: backwards.length };
        options.progress?.({ ...shown, outcome: null });
        const changed = theirs.get(change);
        const needing = kept.find((one) => needs(one, change.step));
        const made = resolve(change.step, outputs);
        const seen = made.kind === 'resolved' ? made.step : undefined;
        const { keepChanged } = options;
        const sent: StepOutcome =
          changed !== undefined
            ? staysChanged(changed)
            : needing
              ? { outcome: 'stays', because: `\`${idOf(needing)}\` stays, and needs it`, inUse: true }
              : await sendStep(clients, step, outputs, { ...maker, alias: null, seen, isUndo: true, keepChanged });
        last = state === 'begun' && isUnanswered(sent) ? { outcome: 'already', answered: {} } : sent;
        options.progress?.({ ...shown, outcome: last });
        if (last.outcome === 'failed') return failedWith(last);
      }
      // What somebody else uses may be taken back once that is over: the same command tries it again.
      if (last.outcome === 'stays' && last.inUse) {
        // Of what somebody changed, what is set now is among them already, in the place of what was made.
        if (!theirs.has(change)) kept.push(change.step);
      } else await options.record({ change, state: 'undone', answered: known });
      back.push({ change, outcome: last });
    }
    return { carried: back, failed: null, left: [] };
  });
}

interface RefusedUndo extends Refused {
  readonly change: Change;
  readonly step: Step;
  readonly index: number;
}

/** The changes, the last one first, of which something else is there than they left, up to one that cannot be looked at. */
async function refusedUndo(
  clients: Clients,
  backwards: readonly CarriedChange[],
  outputs: ReadonlyMap<string, Answered>,
  maker: Omit<Maker, 'alias' | 'seen'>,
): Promise<readonly RefusedUndo[]> {
  const found: RefusedUndo[] = [];
  for (const [index, { change, state }] of backwards.entries()) {
    const later = backwards.slice(0, index).map((one) => one.change.step);
    const isAltered = later.some((one) => idOf(one) === idOf(change.step));
    const made = resolve(change.step, outputs);
    if (state !== 'done' || isAltered || made.kind === 'unanswered') continue;
    const looked = (step: Step, seen: Step) =>
      changedSince(clients, step, outputs, { ...maker, alias: null, seen, isUndo: true });
    const enabled = asEnabled(made.step, later);
    for (const step of change.undo) {
      const asMade = await looked(step, made.step);
      const refused = asMade?.changed && enabled ? await looked(step, enabled) : asMade;
      if (!refused) continue;
      found.push({ ...refused, change, step, index });
      if (refused.changed === null) return found;
      break;
    }
  }
  return found;
}

/** An alarm as a later step of ours left it, which enabled its actions; null: none did. */
function asEnabled(made: Step, later: readonly Step[]): Step | null {
  if (made.operation !== 'cloudwatch:PutMetricAlarm') return null;
  const isEnabled = later.some(
    (one) =>
      one.operation === 'cloudwatch:EnableAlarmActions' &&
      one.region === made.region &&
      one.input.AlarmNames.includes(made.input.AlarmName),
  );
  return isEnabled ? { ...made, input: { ...made.input, ActionsEnabled: true } } : null;
}

function isOfEarlier({ id }: Change, { earlier = [] }: CarryOutOptions): boolean {
  return earlier.some(({ change, state }) => change.id === id && (state === 'done' || state === 'begun'));
}

/** An undo that deletes says that the plan knows of nothing of that name; one that sets says what it saw. */
function seenBefore({ step, undo }: Change): Step | null | undefined {
  if (undo.some(({ operation }) => DELETIONS.includes(operation))) return null;
  return undo.find(({ operation }) => operation === step.operation);
}

const DELETIONS: readonly Step['operation'][] = [
  'cloudwatch:DeleteAlarms',
  'logs:DeleteMetricFilter',
  'iam:DeleteRolePolicy',
];

/** Of a change that was only begun, what it would have answered may not be there: then there is nothing to take back. */
function isUnanswered(outcome: StepOutcome): boolean {
  return outcome.outcome === 'failed' && outcome.kind === 'invalid';
}

function aliasFor(change: Change, changes: readonly Change[]): string | null {
  if (change.step.operation !== 'kms:CreateKey') return null;
  for (const { step } of changes) {
    if (step.operation !== 'kms:CreateAlias') continue;
    const target = step.input.TargetKeyId;
    if (typeof target !== 'string' && target.of === change.id) return step.input.AliasName;
  }
  return null;
}

async function withClients<T>(
  options: CarryOutOptions,
  work: (clients: Clients, identity: Identity) => Promise<T>,
): Promise<T> {
  const region = await firstRegion(options);
  const settings = await settingsOf(options, region);
  const clients = clientsFor(settings);
  try {
    const reader = new Reader(clients, 1, options.profile);
    const endpoint = settings.endpoint ?? process.env.AWS_ENDPOINT_URL ?? `AWS STS in ${region}`;
    const identity = await whoAsks(reader, { region, endpoint, profile: options.profile });
    if (identity.account !== options.account)
      throw new AwsError(
        'other-account',
        `these credentials are of account ${identity.account}, and the plan is for account ${options.account}`,
        'name the profile of that account with `--profile`',
      );
    return await work(clients, identity);
  } finally {
    await closeClients(clients);
  }
}
