import pLimit from 'p-limit';
import type { KeyPast } from '../keys/past.js';
import type { RecordedCall, RecordedKey } from '../keys/record.js';
import type { KeyRecovery, RecoveryStep } from '../keys/recovery.js';
import { refusalWords } from '../keys/refusal.js';
import { AwsError } from './aws-error.js';
import { describeKey } from './key-calls.js';
import type { Answered, KeySession } from './key-session.js';

/** KMS is eventually consistent: a change shows within seconds, in rare cases minutes (KMS developer guide, "Eventual consistency"). */
const PAUSES: readonly number[] = [250, 500, 1000, 2000, 4000, 8000, 15_000];

export interface CarryOutOptions {
  readonly pastOf: (recovery: KeyRecovery) => KeyPast;
  /** Called after every call with all keys as they are then, one call of it at a time. */
  readonly onProgress?: (keys: readonly RecordedKey[]) => Promise<void>;
  /** True: no further step is begun. */
  readonly isStopped?: () => boolean;
}

/** Keys that are worked at at one time; they are begun in the order in which they are given. */
const AT_ONCE = 4;

/** Carries the steps of each key out, in its own Region; what one key meets stops no other. */
export async function recoverKeys(
  session: KeySession,
  recoveries: readonly KeyRecovery[],
  options: CarryOutOptions,
): Promise<readonly RecordedKey[]> {
  const keys = recoveries.map(notDone);
  const limit = pLimit(AT_ONCE);
  let told: Promise<void> = Promise.resolve();
  const tell = (at: number, key: RecordedKey) => {
    keys[at] = key;
    const now = [...keys];
    told = told.then(() => options.onProgress?.(now));
    return told;
  };
  await Promise.all(
    recoveries.map((recovery, at) =>
      limit(async () => {
        if (options.isStopped?.()) return;
        await new KeyAtWork(session, recovery, options, (key) => tell(at, key)).recover();
      }),
    ),
  );
  return keys;
}

/** The key of a plan of which nothing was done yet. */
export function notDone({ key, notes, steps, staysDisabled }: KeyRecovery): RecordedKey {
  return {
    arn: key.arn,
    region: key.region,
    aliases: key.aliases,
    outcome: 'not-done',
    reason: steps.length === 0 ? null : 'it was not begun',
    stateBefore: key.state,
    deletionDateBefore: key.deletionDate,
    stateAfter: key.state,
    staysDisabled,
    notes,
    calls: [],
  };
}

/** Why the steps of a key end before their end. */
type Stop = { readonly outcome: 'failed' | 'stays' | 'unchecked'; readonly reason: string } | null;

class KeyAtWork {
  readonly #session: KeySession;
  readonly #recovery: KeyRecovery;
  readonly #options: CarryOutOptions;
  readonly #tell: (key: RecordedKey) => Promise<void>;
  #key: RecordedKey;
  /** It may not be described: its calls are made without knowing its state. */
  #isBlind = false;

  constructor(
    session: KeySession,
    recovery: KeyRecovery,
    options: CarryOutOptions,
    tell: (key: RecordedKey) => Promise<void>,
  ) {
    this.#session = session;
    this.#recovery = recovery;
    this.#options = options;
    this.#tell = tell;
    this.#key = notDone(recovery);
  }

  /** Never rejects for what AWS answers, nor where it cannot be asked any more: that is the key's outcome. */
  async recover(): Promise<void> {
    try {
      await this.#recover();
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      await this.#end('failed', `${thrown.message}; ${thrown.help}`);
    }
  }

  async #recover(): Promise<void> {
    const { key, steps, notes, staysDisabled, isLeft } = this.#recovery;
    if (steps.length === 0 && key.state === 'Enabled') return this.#end('nothing', null);
    if (steps.length === 0) return this.#end('stays', [...notes, ...(isLeft ? [LEFT] : [])].join('; '));
    for (const step of steps) {
      if (this.#options.isStopped?.())
        return this.#end(
          'not-done',
          'it was stopped before its end: recover it again, by its ARN or with the same record (`-o`)',
        );
      const stop = await this.#step(step);
      if (stop) return this.#end(stop.outcome, stop.reason);
    }
    if (this.#key.stateAfter === 'Enabled') return this.#end('recovered', null);
    if (this.#isBlind) return this.#end('unchecked', staysDisabled ? `${UNCHECKED}; ${STAYS}` : UNCHECKED);
    return this.#end('stays', staysDisabled ? STAYS : `it is ${this.#key.stateAfter}`);
  }

  async #step(step: RecoveryStep): Promise<Stop> {
    // Somebody may have been here since it was planned, and an earlier run may have done it.
    const before = await this.#describe(step.region);
    if (!before.ok && !this.#isBlind) return this.#failed('kms:DescribeKey', before);
    if (before.ok && (step.expected.includes(before.value) || before.value === 'Enabled')) {
      await this.#record({ operation: step.operation, outcome: 'already', state: before.value, error: null });
      return waits(step, before.value);
    }
    for (const pause of [...PAUSES, null]) {
      const sent = await this.#session.try(() => this.#send(step));
      const error = sent.ok ? null : { code: sent.failure.code, message: sent.failure.message };
      await this.#record({ operation: step.operation, outcome: sent.ok ? 'done' : 'failed', state: null, error });
      if (sent.ok) return this.#settled(step);
      const isForState = sent.failure.code === 'KMSInvalidStateException';
      if (isForState && this.#isBlind && step.operation === 'kms:CancelKeyDeletion')
        return step.mayBeDone ? null : { outcome: 'unchecked', reason: NOT_PENDING };
      if (!isForState || pause === null) return this.#failed(step.operation, sent);
      // What was done just before is not known everywhere at once; a state that will not do is not waited for.
      const state = await this.#describe(step.region);
      if (state.ok ? !FROM[step.operation].includes(state.value) : !this.#isBlind)
        return this.#failed(step.operation, sent);
      await this.#session.wait(pause);
    }
    return null;
  }

  /** Asks until the key is as it should be. */
  async #settled(step: RecoveryStep): Promise<Stop> {
    for (const pause of [...PAUSES, null]) {
      const after = await this.#describe(step.region);
      if (this.#isBlind) return null;
      if (!after.ok) return this.#failed('kms:DescribeKey', after);
      if (step.expected.includes(after.value)) return waits(step, after.value);
      if (pause !== null) await this.#session.wait(pause);
    }
    const reason = `KMS took ${step.operation}, and still says that the key is ${this.#key.stateAfter}: look again in some minutes`;
    return { outcome: 'failed', reason };
  }

  async #send({ operation, region }: RecoveryStep): Promise<void> {
    const { sdk, client } = await this.#session.clients.kms(region);
    const input = { KeyId: this.#recovery.key.keyId };
    switch (operation) {
      case 'kms:CancelKeyDeletion':
        await client.send(new sdk.CancelKeyDeletionCommand(input));
        return;
      case 'kms:EnableKey':
        await client.send(new sdk.EnableKeyCommand(input));
        return;
    }
  }

  async #describe(region: string): Promise<Answered<string>> {
    const { clients } = this.#session;
    if (this.#isBlind) return BLIND;
    const answer = await this.#session.try(
      async () => (await describeKey(clients, region, this.#recovery.key.keyId)).KeyState ?? 'Unknown',
    );
    const operation = 'kms:DescribeKey';
    if (answer.ok) await this.#record({ operation, outcome: 'done', state: answer.value, error: null });
    else {
      const { code, message } = answer.failure;
      await this.#record({ operation, outcome: 'failed', state: null, error: { code, message } });
      this.#isBlind = answer.kind === 'denied';
    }
    return answer;
  }

  #failed(operation: string, { failure, kind }: Answered<unknown> & { readonly ok: false }): Stop {
    const reason = refusalWords(
      operation,
      { ...failure, kind },
      this.#recovery.key.region,
      this.#options.pastOf(this.#recovery),
    );
    return { outcome: 'failed', reason };
  }

  #record(call: Omit<RecordedCall, 'at' | 'region'>): Promise<void> {
    const at = this.#session.options.now().toISOString();
    this.#key = {
      ...this.#key,
      reason: 'it was not ended',
      stateAfter: call.state ?? this.#key.stateAfter,
      calls: [...this.#key.calls, { at, region: this.#recovery.key.region, ...call }],
    };
    return this.#tell(this.#key);
  }

  #end(outcome: RecordedKey['outcome'], reason: string | null): Promise<void> {
    this.#key = { ...this.#key, outcome, reason };
    return this.#tell(this.#key);
  }
}

const BLIND: Answered<string> = {
  ok: false,
  kind: 'denied',
  failure: { code: 'AccessDeniedException', message: 'it may not be described', status: undefined },
};

const UNCHECKED =
  'KMS took the calls, and does not say to this caller in which state the key is: let somebody look who may (kms:DescribeKey)';
const NOT_PENDING =
  'KMS says that it is not pending deletion, and does not say to this caller whether it is enabled; `trailproof recover` with its ARN enables it';
const LEFT = 'it stays as it is; `trailproof recover` with its ARN enables it';
const STAYS = 'it was disabled on purpose before its deletion was scheduled, and stays disabled';

/** States in which KMS takes the call (KMS developer guide, "Key states"). */
const FROM: Readonly<Record<RecoveryStep['operation'], readonly string[]>> = {
  'kms:CancelKeyDeletion': ['PendingDeletion', 'PendingReplicaDeletion'],
  'kms:EnableKey': ['Disabled'],
};

/** A cancelled key whose material or key store is not there cannot be enabled: that comes first. */
function waits({ operation }: RecoveryStep, state: string): Stop {
  if (operation !== 'kms:CancelKeyDeletion') return null;
  if (state === 'PendingImport')
    return { outcome: 'stays', reason: 'its deletion is cancelled, and its key material is gone: import it again' };
  if (state === 'Unavailable')
    return {
      outcome: 'stays',
      reason: 'its deletion is cancelled, and its key store is disconnected: connect it again',
    };
  return null;
}
