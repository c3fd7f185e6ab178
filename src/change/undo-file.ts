import type { Change } from './change.js';
import { isInverse, isOfAccount } from './is-inverse.js';
import { isRecord, isStep } from './is-step.js';
import type { CarriedChange } from './outcome.js';
import type { Step } from './step.js';

/** All that an undo needs, of one run or of several that went on with each other: written before each step and after it. */
export interface UndoFile {
  readonly schema: 'trailproof/undo/1';
  readonly tool: { readonly name: string; readonly version: string };
  readonly account: string; // 12 digits
  readonly partition: string;
  readonly startedAt: string; // ISO 8601
  /** In the order in which they were carried out; of each its latest state. */
  readonly changes: readonly CarriedChange[];
}

export type UndoFileRead =
  | { readonly ok: true; readonly file: UndoFile }
  | { readonly ok: false; readonly message: string; readonly help: string };

/** What is still to be taken back, the last first. */
export function toTakeBack({ changes }: UndoFile): readonly CarriedChange[] {
  return changes.filter(({ state }) => state === 'done' || state === 'begun').reverse();
}

/**
 * The file with this change in its new state. A change that an earlier run carried out keeps that run's undo: it leads back to what
 * was there before either.
 */
export function recorded(file: UndoFile, carried: CarriedChange): UndoFile {
  const at = file.changes.findIndex(({ change }) => change.id === carried.change.id);
  const old = file.changes[at];
  if (old === undefined) return { ...file, changes: [...file.changes, carried] };
  // The end of what began in this run has the same undo, and a change that was taken back begins anew.
  if (old.state === 'undone' && carried.state !== 'undone')
    return { ...file, changes: [...file.changes.filter((one) => one !== old), carried] };
  const keepsUndo = old.state === 'done' || old.state === 'begun';
  const change = keepsUndo ? both(old.change, carried.change) : carried.change;
  // What was done once may have to be taken back, whatever became of doing it again.
  const state = old.state === 'done' && carried.state !== 'undone' ? 'done' : carried.state;
  const entry: CarriedChange = { change, state, answered: { ...old.answered, ...carried.answered } };
  return { ...file, changes: file.changes.map((one, index) => (index === at ? entry : one)) };
}

/**
 * The later change with the undo of the earlier one. What the calls set as a whole, the earlier undo leads back to; of a trail each says
 * only what it sets, so that both are taken back together.
 */
function both(earlier: Change, later: Change): Change {
  const [back] = earlier.undo;
  const [own] = later.undo;
  const [first, second] = [earlier.step, later.step];
  if (
    first.operation !== 'cloudtrail:UpdateTrail' ||
    second.operation !== 'cloudtrail:UpdateTrail' ||
    back?.operation !== 'cloudtrail:UpdateTrail' ||
    own?.operation !== 'cloudtrail:UpdateTrail'
  )
    return { ...later, undo: earlier.undo };
  return {
    ...later,
    step: { ...second, input: { ...first.input, ...second.input } },
    undo: [{ ...back, input: { ...own.input, ...back.input } }],
  };
}

const WRONG = 'name the file that `trailproof fix --apply` wrote';

/** Reads an undo file. What is not one, or names calls that no undo of ours makes, is refused: it would be carried out. */
export function parseUndoFile(text: string): UndoFileRead {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, message: 'it is not JSON, or cut off', help: WRONG };
  }
  if (!isRecord(value) || value.schema !== 'trailproof/undo/1')
    return { ok: false, message: 'it is not an undo file', help: WRONG };
  const { account, partition, startedAt, tool, changes } = value;
  if (typeof account !== 'string' || !/^\d{12}$/.test(account))
    return { ok: false, message: 'its `account` is not twelve digits', help: WRONG };
  const { name, version } = isRecord(tool) ? tool : {};
  if (
    typeof partition !== 'string' ||
    typeof startedAt !== 'string' ||
    typeof name !== 'string' ||
    typeof version !== 'string' ||
    !Array.isArray(changes)
  )
    return { ok: false, message: 'it lacks what an undo file has', help: WRONG };
  const carried = changes.filter((one) => isCarried(one, account));
  if (carried.length < changes.length) {
    const position = changes.findIndex((one) => !isCarried(one, account)) + 1;
    return { ok: false, message: `its change ${position} is not one that can be taken back`, help: WRONG };
  }
  const file = { account, partition, startedAt, tool: { name, version }, changes: carried };
  return { ok: true, file: { schema: 'trailproof/undo/1', ...file } };
}

/** A subscription is to the topic that was subscribed to; a key is looked at before it is given up. */
function isAnswerOfOwn(step: Step, { SubscriptionArn: arn }: Readonly<Record<string, unknown>>): boolean {
  if (step.operation !== 'sns:Subscribe' || arn === undefined) return true;
  return typeof arn === 'string' && (arn.startsWith(`${step.input.TopicArn}:`) || !arn.startsWith('arn:'));
}

const STATES: readonly unknown[] = ['begun', 'undone', 'done', 'already', 'stays', 'failed'];

/** Only what takes back the change itself, on the same thing of that account, is taken: a file may come from anywhere. */
function isCarried(value: unknown, account: string): value is CarriedChange {
  if (!isRecord(value) || !STATES.includes(value.state) || !isRecord(value.answered) || !isRecord(value.change))
    return false;
  const { id, title, step, undo, notUndone } = value.change;
  const isText = (text: unknown) => typeof text === 'string';
  if (typeof id !== 'string' || !isStep(step) || !isOfAccount(step, account)) return false;
  return (
    [id, title, ...Object.values(value.answered)].every(isText) &&
    (notUndone === null || isText(notUndone)) &&
    Array.isArray(undo) &&
    undo.every((one) => isStep(one) && isOfAccount(one, account) && isInverse(one, step, id)) &&
    isAnswerOfOwn(step, value.answered)
  );
}
