import type { Answered, Outputs } from '../change/made-up.js';
import type { StepFailure, StepOutcome } from '../change/outcome.js';
import { resolve } from '../change/resolve.js';
import type { Setting } from '../change/same-setting.js';
import type { Step, WriteInputs, WriteOperation } from '../change/step.js';
import { permissionOfWrite } from '../change/write-permissions.js';
import type { Clients } from './clients.js';
import { attemptsOf, type Failure, failureOf, isExpired, isUnanswered, kindOf } from './failure.js';
import { expired } from './reader.js';
import { type Maker, type There, whatIsThere } from './what-is-there.js';
import { type Sent, WRITE_TABLE, type WriteEntry } from './write-operations.js';

export interface SendOptions extends Maker {
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Of an undo: what somebody changed since stays, and it goes on. */
  readonly keepChanged?: boolean | undefined;
  /** An earlier run began the step, and what became of it is not known. */
  readonly mayBeThere?: boolean;
  /** Called when it is known that the step will be sent, and before it is. */
  readonly begin?: () => void | Promise<void>;
}

/** Pauses between the tries while what was created just before is not known everywhere yet: a minute and a half in all. */
const PAUSES: readonly number[] = [2, 4, 8, 8, 8, 15, 15, 30].map((seconds) => seconds * 1000);

/**
 * Carries one step out. What AWS answers is a value; nothing is thrown. A thing that is there already as the step makes it is left
 * as it is, and one that is there otherwise is not touched.
 */
export async function sendStep(
  clients: Clients,
  step: Step,
  outputs: Outputs,
  options: SendOptions,
): Promise<StepOutcome> {
  const found = resolve(step, outputs);
  if (found.kind === 'unanswered') {
    const message = `the ${found.output.output} that \`${found.output.of}\` answers is not known`;
    return failure(step, { kind: 'invalid', code: 'NotAnswered', message });
  }
  try {
    const there = await lookedFor(clients, found.step, options);
    if (there.kind === 'same') return { outcome: 'already', answered: there.answered };
    if (there.kind === 'other') return failure(step, { kind: 'taken', code: 'NameTaken', message: there.message });
    if (there.kind === 'changed')
      return options.keepChanged
        ? staysChanged(there.message)
        : failure(step, changedWords(step, there.message, options));
    if (there.kind === 'in-use') return { outcome: 'stays', because: there.message, inUse: true };
    // A subscription that waits for consent is asked for once more, and is not this run's to take back.
    if (there.kind === 'pending') return { outcome: 'already', answered: await send(clients, found.step, options) };
  } catch (thrown) {
    // Nothing was changed yet.
    return failure(step, explained(failureOf(thrown), false));
  }
  await options.begin?.();
  try {
    return { outcome: 'done', answered: await send(clients, found.step, options) };
  } catch (thrown) {
    const outcome = await otherwise(clients, found.step, failureOf(thrown), options);
    // Sent once more by the SDK, because an answer was lost: what is there now was made by the first sending.
    return outcome.outcome === 'already' && attemptsOf(thrown) > 1 ? { ...outcome, outcome: 'done' } : outcome;
  }
}

/** What the step would answer now, of what is there: nothing of a thing that is not. Nothing is changed. */
export async function lookUp(
  clients: Clients,
  step: Step,
  outputs: Outputs,
  options: SendOptions,
): Promise<StepFailure | { readonly outcome: 'already'; readonly answered: Answered }> {
  const found = resolve(step, outputs);
  if (found.kind === 'unanswered') return { outcome: 'already', answered: {} };
  try {
    const there = await lookedFor(clients, found.step, options);
    return { outcome: 'already', answered: there.kind === 'same' ? there.answered : {} };
  } catch (thrown) {
    return failure(step, explained(failureOf(thrown), false));
  }
}

/** What is listed only some seconds after it was made: when an earlier run may have made it, it is looked for more than once. */
const SEEN_LATE: readonly WriteOperation[] = ['kms:CreateKey'];
const LOOKS: readonly number[] = [2, 4, 8].map((seconds) => seconds * 1000);

async function lookedFor(clients: Clients, step: Step, options: SendOptions): Promise<There> {
  let there = await whatIsThere(clients, step, options);
  if (!options.mayBeThere || !SEEN_LATE.includes(step.operation)) return there;
  for (const pause of LOOKS) {
    if (there.kind !== 'nothing') break;
    await options.wait(pause);
    there = await whatIsThere(clients, step, options);
  }
  return there;
}

/** Sends it, again while the error is one that passes by itself. */
async function send(clients: Clients, step: Step, { wait }: SendOptions): Promise<Answered> {
  const entry = WRITE_TABLE[step.operation] as WriteEntry<WriteInputs[WriteOperation]>;
  const input = step.input as Sent<WriteInputs[WriteOperation]>;
  for (const pause of PAUSES) {
    try {
      return await entry.send(clients, step.region, input);
    } catch (thrown) {
      const { code, message } = failureOf(thrown);
      if (!entry.passing?.(code, message)) throw thrown;
      await wait(pause);
    }
  }
  return entry.send(clients, step.region, input);
}

/** An error may say that things are as they should be, or that they cannot be otherwise. */
async function otherwise(clients: Clients, step: Step, failed: Failure, maker: Maker): Promise<StepOutcome> {
  const { already = [] } = WRITE_TABLE[step.operation];
  if (already.includes(failed.code)) return { outcome: 'already', answered: {} };
  if (step.operation === 's3:DeleteBucket' && failed.code === 'BucketNotEmpty')
    return { outcome: 'stays', because: `the bucket \`${step.input.Bucket}\` holds what the trail delivered` };
  // The SNS API refuses these; they go away after 48 hours by themselves (What's New, May 2023).
  if (step.operation === 'sns:Unsubscribe' && /pending confirmation/i.test(failed.message))
    return { outcome: 'stays', because: 'nobody confirmed the subscription yet: SNS deletes it after 48 hours' };
  if (step.operation === 'iam:DeleteRole' && failed.code.startsWith('DeleteConflict'))
    return {
      outcome: 'stays',
      because: `somebody has given the role \`${step.input.RoleName}\` policies`,
      inUse: true,
    };
  if (TAKEN.has(failed.code)) return takenSince(clients, step, failed, maker);
  return failure(step, explained(failed, true));
}

const TAKEN = new Set([
  'TrailAlreadyExistsException',
  'ResourceAlreadyExistsException',
  'EntityAlreadyExists',
  'EntityAlreadyExistsException',
  'BucketAlreadyExists',
  'AlreadyExistsException',
]);

/** Somebody made it between our look and our step, or AWS shows it only now. */
async function takenSince(clients: Clients, step: Step, failed: Failure, maker: Maker): Promise<StepOutcome> {
  const because = { kind: 'taken', code: failed.code, message: failed.message } as const;
  try {
    const there = await whatIsThere(clients, step, maker);
    return there.kind === 'same' ? { outcome: 'already', answered: there.answered } : failure(step, because);
  } catch {
    return failure(step, because); // what AWS said of the step itself says more than that it cannot be looked at
  }
}

/** What stands in the way of a step that takes something back. */
export interface Refused {
  readonly outcome: StepFailure;
  /** Of what somebody did since: in words, and what is set now, or null. */
  readonly changed: { readonly message: string; readonly found: Setting | null } | null;
}

/** Why the step would not be sent, because of what somebody did since; null: nothing of that kind is in its way. Nothing is changed. */
export async function changedSince(
  clients: Clients,
  step: Step,
  outputs: Outputs,
  maker: Maker,
): Promise<Refused | null> {
  const found = resolve(step, outputs);
  if (found.kind === 'unanswered') return null;
  try {
    const there = await whatIsThere(clients, found.step, maker);
    return there.kind === 'changed'
      ? { outcome: failure(step, changedWords(step, there.message, maker)), changed: there }
      : null;
  } catch (thrown) {
    return { outcome: failure(step, explained(failureOf(thrown), false)), changed: null };
  }
}

/** Of an undo that leaves to others what they changed: the same command tries it again. */
export function staysChanged(message: string): StepOutcome {
  return { outcome: 'stays', because: `${message} since it was applied, and keeps it`, inUse: true };
}

const DELETES = /:Delete/;

type Because = Pick<StepFailure, 'kind' | 'code' | 'message'>;

function failure(step: Step, because: Because): StepFailure {
  const named = /not authorized to perform: ([a-z0-9-]+:\w+)/.exec(because.message)?.[1];
  return { outcome: 'failed', ...because, permission: named ?? permissionOfWrite(step.operation) };
}

/** What somebody did since is neither overwritten nor taken away. */
function changedWords(step: Step, message: string, { isUndo }: Maker): Because {
  const byHand = DELETES.test(step.operation)
    ? 'take it away by hand, or put it back as the apply left it'
    : 'put back by hand what it was before';
  const help = isUndo
    ? `since it was applied: to take this back would undo that as well; ${byHand}, and the same command goes on; \`--keep-changed\` leaves it as it is, with all that it needs, and takes back the rest`
    : 'since the plan was made: this would overwrite it; run it again, and it is planned on what is there now';
  return { kind: 'changed', code: 'ChangedSince', message: `${message} ${help}` };
}

/** `wasSent`: the step itself was under way, so that no answer leaves open whether it was carried out. */
function explained(failed: Failure, wasSent: boolean): Because {
  const { code } = failed;
  const message = isExpired(failed) ? expired(failed).message : failed.message;
  const kind = kindOf(failed);
  if (kind === 'denied' || kind === 'throttled') return { kind, code, message };
  return { kind: wasSent && isUnanswered(failed) ? 'unanswered' : 'failed', code, message };
}
