import type { DrillChain } from '../drill/chain.js';
import { promiseFor } from '../drill/judge.js';
import { keyPolicyFor } from '../drill/key-policy.js';
import { DRILL_TAG, keyDescription } from '../drill/marks.js';
import { untilQuiet } from './drill-alarm.js';
import type { DrillDesk, Reply } from './drill-desk.js';
import { wasRefused } from './drill-mailbox.js';
import { type Measured, type MeasureOptions, measure } from './drill-measure.js';
import { resultOf, STOPPED, type StepResult, unknownBecause, type WayOptions } from './drill-steps.js';
import { sentOnce } from './sent-once.js';

/** KMS knows no shorter time (KMS API reference, ScheduleKeyDeletion). */
const DAYS = 7;

const callOf = (event: string): string => event.slice(event.indexOf(':') + 1);

/** What is to happen to the key, and over which chain it is told. */
export interface KeyEvent {
  readonly event: string; // kms.amazonaws.com:DisableKey
  readonly chain: DrillChain;
  readonly mailbox: MeasureOptions['mailbox'];
}

/**
 * Makes a key, disables it, enables it again and schedules its deletion, and watches what is told of it. INVARIANT: whatever comes in
 * between, the key is in the book, and whoever cleans up schedules its deletion.
 */
export async function createKey(
  desk: DrillDesk,
  region: string,
  events: readonly KeyEvent[],
  options: Omit<WayOptions, 'mailbox'>,
): Promise<StepResult> {
  // No key is made for an alarm that would not tell of it.
  const alarm = events[0]?.chain.alarm;
  const quiet = alarm ? await untilQuiet(desk, alarm, options.limit) : null;
  if (quiet?.ok === false) return unknownBecause(desk.isStopped() ? STOPPED : quiet.reason);
  const made = await makeKey(desk, region);
  if (!made.ok) return unknownBecause(made.reason);
  const keyId = made.value;
  const all: Measured[] = [];
  let enabled: Reply<void> | null = null;
  for (const [at, { event, chain, mailbox }] of events.entries()) {
    const isDisabling = event.endsWith(':DisableKey');
    const promisedSeconds = promiseFor('create-key', chain.waitSeconds, options.deliverySeconds);
    const call = isDisabling ? disableKey : scheduleDeletion;
    const send = (begins: () => void) => {
      const once = () => {
        begins();
        return call(desk, region, keyId);
      };
      return at === 0 ? onceKnown(desk, once) : once();
    };
    const trigger = { event, eventID: null, how: 'event', names: [keyId, callOf(event)], send } as const;
    const seen = await measure(desk, chain, trigger, { ...options, mailbox, promisedSeconds });
    all.push(seen);
    if (seen.kind !== 'measured') break;
    if (isDisabling) enabled = await enableKey(desk, region, keyId);
  }
  const result = resultOf(all);
  if (result.outcome !== 'passed' || enabled === null || enabled.ok) return result;
  return { ...result, outcome: 'unknown', reason: `the key could not be enabled again: ${enabled.reason}` };
}

async function makeKey(desk: DrillDesk, region: string): Promise<Reply<string>> {
  const at = { kind: 'key', region, name: '' } as const;
  await desk.begin({ ...at, of: null });
  const made = await desk.change('kms:CreateKey', region, async () => {
    const { sdk, client } = await desk.session.clients.kms(region);
    const policy = keyPolicyFor(desk.session.identity);
    const input = {
      Description: keyDescription(desk.id),
      Tags: [{ TagKey: DRILL_TAG, TagValue: desk.id }],
      ...(policy && { Policy: JSON.stringify(policy) }),
    };
    return (await client.send(sentOnce(new sdk.CreateKeyCommand(input)))).KeyMetadata?.KeyId ?? '';
  });
  if (made.ok) await desk.turn(at, { state: 'made', name: made.value });
  else if (wasRefused(made.kind)) await desk.turn(at, { state: 'removed' });
  return made;
}

/** KMS is eventually consistent: a key that was made just before, and what its policy allows, may not be known everywhere yet. */
const PAUSES: readonly number[] = [2, 5, 10, 20, 30].map((seconds) => seconds * 1000);

/**
 * A denial, or a key that is not there, is asked about again where another moment may answer otherwise. `toTheEnd`: whoever cleans up
 * goes on where the drill was stopped.
 */
export async function onceKnown<T>(
  desk: DrillDesk,
  call: () => Promise<Reply<T>>,
  toTheEnd = false,
): Promise<Reply<T>> {
  for (const pause of PAUSES) {
    const answer = await call();
    const mayPass = !answer.ok && (answer.kind === 'not-found' || answer.kind === 'denied');
    if (!mayPass || /explicit deny/.test(answer.reason) || (desk.isStopped() && !toTheEnd)) return answer;
    desk.progress('KMS to know the new key');
    await (toTheEnd ? desk.session.wait(pause) : desk.wait(pause));
  }
  return call();
}

async function disableKey(desk: DrillDesk, region: string, keyId: string): Promise<Reply<void>> {
  return desk.change('kms:DisableKey', region, async () => {
    const { sdk, client } = await desk.session.clients.kms(region);
    await client.send(new sdk.DisableKeyCommand({ KeyId: keyId }));
  });
}

/** As whoever takes the first step back would do. */
async function enableKey(desk: DrillDesk, region: string, keyId: string): Promise<Reply<void>> {
  return desk.change('kms:EnableKey', region, async () => {
    const { sdk, client } = await desk.session.clients.kms(region);
    await client.send(new sdk.EnableKeyCommand({ KeyId: keyId }));
  });
}

/** Only ever of the key that the drill made: it is in the book by its id. */
export async function scheduleDeletion(desk: DrillDesk, region: string, keyId: string): Promise<Reply<void>> {
  const at = { kind: 'key', region, name: keyId } as const;
  const done = await desk.change('kms:ScheduleKeyDeletion', region, async () => {
    const { sdk, client } = await desk.session.clients.kms(region);
    const input = { KeyId: keyId, PendingWindowInDays: DAYS };
    return (await client.send(new sdk.ScheduleKeyDeletionCommand(input))).DeletionDate;
  });
  if (!done.ok) return done;
  await desk.turn(at, { state: 'removed', due: done.value ? done.value.toISOString() : null, reason: null });
  return { ok: true, value: undefined };
}
