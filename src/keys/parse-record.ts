import type { RecordedKey, RecoveryRecord } from './record.js';

type Parsed = { readonly ok: true; readonly record: RecoveryRecord } | { readonly ok: false; readonly message: string };

/** Reads a record that `recover` wrote, so far as another run goes by it. */
export function parseRecoveryRecord(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, message: 'it is not JSON' };
  }
  if (!isRecord(value) || value.schema !== 'trailproof/recovery/1')
    return { ok: false, message: 'it is no record of `recover`' };
  const { account, partition, caller, startedAt, keys, notFound, unread, earlier } = value;
  const isWhole =
    [account, partition, caller, startedAt].every((one) => typeof one === 'string') &&
    [notFound, unread, earlier].every(Array.isArray) &&
    Array.isArray(keys) &&
    keys.every(isKey);
  return isWhole
    ? { ok: true, record: value as object as RecoveryRecord }
    : { ok: false, message: 'it is a record of `recover` that was changed, or cut short' };
}

function isKey(value: unknown): value is RecordedKey {
  if (!isRecord(value)) return false;
  const { arn, region, outcome, stateBefore, stateAfter, staysDisabled, notes, calls } = value;
  return (
    [arn, region, outcome, stateBefore, stateAfter].every((one) => typeof one === 'string') &&
    typeof staysDisabled === 'boolean' &&
    Array.isArray(notes) &&
    Array.isArray(calls) &&
    calls.every(isRecord)
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
