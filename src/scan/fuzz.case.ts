import { printJson } from '../predicate/json.js';
import { Collector } from './collector.js';
import { ENDS_INSIDE } from './engine.js';
import { engineFor, plainEngineFor } from './engines.js';
import { ItemScanner } from './item-scanner.js';
import { judgeOf } from './judge.js';
import { type Part, resultOf } from './part.js';
import { searchOf } from './plan.js';
import { type RandomInput, randomInput } from './random-input.case.js';
import { PLAN } from './scan.case.js';
import { loadWasm } from './wasm-module.js';

export interface Fuzzed {
  readonly inputs: number;
  /** How many inputs there were of each kind, and how many of them had problems and matches. */
  readonly counts: Readonly<Record<string, number>>;
  readonly failures: readonly FuzzFailure[];
}

export interface FuzzFailure {
  readonly seed: number;
  readonly kind: RandomInput['kind'];
  readonly pieces: RandomInput['pieces'];
  readonly what: string;
  /** The input in base64, so that it can be kept when the generator changes. */
  readonly input: string;
}

/** Milliseconds of the processor's time, far more than any input may take. One that took so long is tried again: there are other threads. */
const SLOW = 5000;

/**
 * Scans the inputs of the seeds from `from` to before `to` with both engines, each cut in its own pieces, one after the other
 * with the same two engines: neither may throw or be slow, and both find the same at the same places. Of damaged compressed data
 * zlib gives back less than what comes before the damage, so there the fast engine may only find more.
 */
export async function fuzz(from: number, to: number, begins: (seed: number) => void = () => {}): Promise<Fuzzed> {
  const module = loadWasm();
  if (module === undefined) throw new Error('there is no module to compare with');
  const search = searchOf(PLAN);
  const fast = await reader(true, (collector) => new ItemScanner(engineFor(search, module), refused, collector));
  const plain = await reader(false, (collector) => new ItemScanner(plainEngineFor(search), refused, collector));
  const counts: Record<string, number> = {};
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const failures: FuzzFailure[] = [];
  for (let seed = from; seed < to; seed++) {
    begins(seed);
    const { bytes, kind, pieces } = randomInput(seed);
    const read = async () => {
      const started = process.cpuUsage();
      const one = await fast(bytes, pieces[0]);
      const other = await plain(bytes, pieces[1]);
      const { user, system } = process.cpuUsage(started);
      return { one, other, took: (user + system) / 1000 };
    };
    const first = await read();
    const { one, other, took } = first.took > SLOW ? await read() : first;
    const what = difference(one, other) ?? (took > SLOW ? `took ${Math.round(took)} ms` : null);
    if (what !== null) failures.push({ seed, kind, pieces, what, input: bytes.toString('base64') });
    for (const part of [kind.wrapper, kind.packing, kind.damage]) count(part);
    if (one.matches.length > 0) count('with matches');
    for (const code of new Set(one.problems.map(({ code }) => code))) count(`with problem ${code}`);
  }
  return { inputs: to - from, counts, failures };
}

const IDS = PLAN.rules.map(({ id }) => id);

const refused = (): never => {
  throw new Error('the engine failed');
};

interface Read {
  readonly matches: readonly string[];
  readonly problems: readonly { readonly code: string; readonly offset: number; readonly reason: string }[];
  readonly events: number;
  readonly inflated: number;
  readonly last: string;
}

/** `staysHere`: what is found is handed over as it was read, otherwise as text. */
async function reader(staysHere: boolean, make: (collector: Collector) => ItemScanner) {
  let parts: Part[] = [];
  const scanner = make(new Collector(await judgeOf(PLAN), (part) => parts.push(part), staysHere));
  return async (bytes: Buffer, piece: number): Promise<Read> => {
    parts = [];
    await scanner.stream('input', cut(bytes, piece));
    const sum = (of: (part: Part) => number): number => parts.reduce((total, part) => total + of(part), 0);
    return {
      matches: parts
        .flatMap((part) => resultOf(part, IDS).matched)
        .map(({ rules, offset, text, event }) => `${rules.join()}@${offset} ${text} ${printJson(event)}`),
      // What is wrong with the packing and with the text is found at different times, and is told in any order.
      problems: parts
        .flatMap(({ problems }) => problems)
        .sort((a, b) => a.offset - b.offset || (a.reason < b.reason ? -1 : 1)),
      events: sum(({ events }) => events),
      inflated: sum(({ bytesInflated }) => bytesInflated),
      last: JSON.stringify([parts.at(-1)?.content, parts.at(-1)?.first, parts.at(-1)?.last, parts.at(-1)?.complete]),
    };
  };
}

async function* cut(bytes: Buffer, piece: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece);
}

const ENDS_EARLY = 'truncated: the compressed data end in the middle';

/** Null: none that matters. */
function difference(fast: Read, plain: Read): string | null {
  for (const read of [fast, plain])
    for (const { code, reason } of read.problems) if (code === 'unreadable') return `an engine failed: ${reason}`;
  const packing = (read: Read): string =>
    read.problems
      .filter(({ code }) => ['corrupt', 'truncated', 'checksum', 'trailing-garbage'].includes(code))
      .map(({ code, reason }) => `${code}: ${reason}`)
      .sort()
      .filter((words) => words !== 'truncated: a record that does not end' && !words.endsWith(ENDS_INSIDE))
      .join();
  // What is damaged beyond doubt may be so before zlib has read enough to say it: then the data may end first.
  const earlier = packing(fast).replace('corrupt: the compressed data are damaged', ENDS_EARLY);
  if (packing(fast) !== packing(plain) && earlier !== packing(plain))
    return `problems: ${packing(fast)} / ${packing(plain)}`;
  if (fast.problems.some(({ code }) => code === 'corrupt')) {
    if (fast.inflated < plain.inflated) return `inflated ${fast.inflated} / ${plain.inflated}`;
    return null;
  }
  for (const member of ['matches', 'problems', 'events', 'inflated', 'last'] as const) {
    const [one, other] = [JSON.stringify(fast[member]), JSON.stringify(plain[member])];
    if (one !== other) return `${member}: ${one.slice(0, 400)} / ${other.slice(0, 400)}`;
  }
  return null;
}
