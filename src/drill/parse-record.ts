import { isDrillId } from './marks.js';
import type { DrillRecord, DrillThing, ThingKind } from './record.js';

type Parsed =
  | { readonly ok: true; readonly record: DrillRecord }
  | { readonly ok: false; readonly message: string; readonly help: string };

/** Reads the record of a drill, so far as `--clean` goes by it: whose drill it was, and what it made. */
export function parseDrillRecord(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('it is not JSON');
  }
  if (!isRecord(value) || value.schema !== 'trailproof/drill/1') return refused('it is no record of a drill');
  const { id, account, partition, caller, things, steps, chains, calls, cleanings } = value;
  if (typeof id !== 'string' || !isDrillId(id)) return refused('its `id` is none of a drill');
  if (typeof account !== 'string' || typeof partition !== 'string' || typeof caller !== 'string')
    return refused('it does not say whose account it is');
  if (!Array.isArray(things) || !things.every(isThing)) return refused('its `things` cannot be read');
  if (![steps, chains, calls, cleanings].every((list) => Array.isArray(list))) return refused('it was cut short');
  return { ok: true, record: value as object as DrillRecord };
}

function refused(message: string): Parsed {
  return { ok: false, message, help: 'name the file that `trailproof drill` wrote' };
}

const KINDS: readonly ThingKind[] = ['queue', 'subscription', 'log-stream', 'alarm-state', 'key'];

function isThing(value: unknown): value is DrillThing {
  if (!isRecord(value)) return false;
  const { kind, region, name, of, state, at, how, due, reason } = value;
  return (
    KINDS.some((one) => one === kind) &&
    typeof region === 'string' &&
    /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(region) &&
    typeof name === 'string' &&
    typeof at === 'string' &&
    ['begun', 'made', 'removed', 'left'].some((one) => one === state) &&
    [null, 'set', 'event'].some((one) => one === how) &&
    [of, due, reason].every((one) => one === null || typeof one === 'string')
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
