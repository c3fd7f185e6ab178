import { type Automaton, accepts, automatonOf, type Positions } from '../predicate/automaton.js';
import type { Text } from '../predicate/text.js';
import { isWithin } from '../predicate/text-within.js';
import type { Meter } from './meter.js';

/**
 * The shortest string that is in every text of `inside` and in none of `outside`; null when there is none, which is certain:
 * the search is breadth first over the product of the automata and ends only when that is exhausted, found, or the meter is spent.
 */
export function shortestWord(inside: readonly Text[], outside: readonly Text[], meter: Meter): string | null {
  if (inside.some((text) => outside.some((other) => isWithin(text, other)))) return null;
  for (const word of searchWords(inside, outside, meter)) return word;
  return null;
}

/** A literal among the texts leaves one candidate; otherwise undefined. */
function onlyCandidate(inside: readonly Text[]): string | undefined {
  for (const text of inside) if (text.kind === 'literal') return text.value;
  return undefined;
}

export function wordFits(word: string, inside: readonly Text[], outside: readonly Text[], meter: Meter): boolean {
  meter.tick(inside.length + outside.length);
  return inside.every((text) => accepts(text, word)) && !outside.some((text) => accepts(text, word));
}

interface State {
  readonly at: readonly Positions[];
  readonly before: State | null;
  readonly unit: number;
}

/** All such strings, the shortest first, one for each way through the product that is not seen before. */
export function* searchWords(inside: readonly Text[], outside: readonly Text[], meter: Meter): Generator<string> {
  const only = onlyCandidate(inside);
  if (only !== undefined) {
    if (wordFits(only, inside, outside, meter)) yield only;
    return;
  }
  const automata = [...inside, ...outside].map(automatonOf);
  const units = representatives(automata);
  const isGoal = (at: readonly Positions[]) => at.every((set, i) => set.accepts === i < inside.length);
  const start: State = { at: automata.map((automaton) => automaton.start), before: null, unit: 0 };
  const seen = new Set([keyOf(start.at)]);
  let layer: State[] = [start];
  if (isGoal(start.at)) yield '';
  while (layer.length > 0) {
    const next: State[] = [];
    for (const state of layer) {
      for (const unit of units) {
        const at = automata.map((automaton, i) => automaton.step(state.at[i]!, unit));
        meter.tick(costOf(at));
        if (at.some((set, i) => i < inside.length && set.dead)) continue;
        const key = keyOf(at);
        if (seen.has(key)) continue;
        seen.add(key);
        const reached: State = { at, before: state, unit };
        if (isGoal(at)) yield wordTo(reached);
        next.push(reached);
      }
    }
    layer = next;
  }
}

/** Large sets take longer to reach, and to keep. */
function costOf(at: readonly Positions[]): number {
  return at.reduce((sum, { size }) => sum + 1 + (size >> 2), 0);
}

function wordTo(state: State): string {
  const units: number[] = [];
  for (let at = state; at.before; at = at.before) units.push(at.unit);
  return String.fromCharCode(...units.reverse());
}

function keyOf(at: readonly Positions[]): string {
  return at.map((set) => set.id).join(',');
}

/** One code unit for each class that no automaton tells apart, the most readable of each class. */
function representatives(automata: readonly Automaton[]): number[] {
  const starts = [...new Set(automata.flatMap((automaton) => automaton.classes))].sort((a, b) => a - b);
  const chosen = starts.map((first, i) => mostReadable(first, i + 1 < starts.length ? starts[i + 1]! - 1 : 0xffff));
  return chosen.sort((a, b) => rank(a) - rank(b));
}

function mostReadable(first: number, last: number): number {
  for (const [low, high] of READABLE) {
    const unit = Math.max(first, low);
    if (unit <= Math.min(last, high)) return unit;
  }
  return first;
}

const READABLE: readonly (readonly [number, number])[] = [
  [0x61, 0x7a],
  [0x41, 0x5a],
  [0x30, 0x39],
  [0x20, 0x7e],
  [0xa1, 0xd7ff],
  [0xe000, 0xfffd],
];

function rank(unit: number): number {
  const index = READABLE.findIndex(([low, high]) => unit >= low && unit <= high);
  return index < 0 ? READABLE.length : index;
}
