import type { CharRange, Text } from './text.js';

/**
 * A position automaton (Glushkov) of a `Text`. One and the same automaton serves the matcher and the prover.
 * Sets of positions are interned objects with memoised steps, so that matching is linear and a search over products is cheap;
 * nothing is determinised ahead of use.
 */
export interface Automaton {
  readonly start: Positions;
  /** Code units at which the behaviour may change: the first unit of each class of units that no test of the text tells apart. */
  readonly classes: readonly number[];
  step(from: Positions, unit: number): Positions;
}

/** A set of positions that the text may be at. `dead`: no continuation is in the text. */
export interface Positions {
  readonly id: number;
  readonly accepts: boolean;
  readonly dead: boolean;
  /** How many positions: what a step from here may cost. */
  readonly size: number;
}

/** More positions than this are refused: a language must not let such a text through. */
const MAX_POSITIONS = 20_000;
const MAX_INTERNED = 4_096;

class TextTooLarge extends Error {
  constructor() {
    super(`the text needs more than ${MAX_POSITIONS} positions`);
  }
}

const compiled = new WeakMap<Text, Automaton>();

export function automatonOf(text: Text): Automaton {
  let automaton = compiled.get(text);
  if (!automaton) {
    automaton = build(text);
    compiled.set(text, automaton);
  }
  return automaton;
}

/** Is the string in the text? */
export function accepts(text: Text, value: string): boolean {
  const automaton = automatonOf(text);
  let at = automaton.start;
  for (let i = 0; i < value.length && !at.dead; i++) at = automaton.step(at, value.charCodeAt(i));
  return at.accepts;
}

/** How many positions the text needs: literals count their characters, bounded repeats their copies. */
function sizeOf(text: Text): number {
  switch (text.kind) {
    case 'literal':
      return text.value.length;
    case 'chars':
      return 1;
    case 'sequence':
    case 'choice':
      return text.of.reduce((sum, part) => sum + sizeOf(part), 0);
    case 'repeat':
      return sizeOf(text.of) * Math.max(1, text.max ?? Math.max(1, text.min));
  }
}

interface Fragment {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

function build(text: Text): Automaton {
  if (sizeOf(text) > MAX_POSITIONS) throw new TextTooLarge();
  const tests: (readonly CharRange[])[] = [[]]; // position 0 is the start
  const follow: Set<number>[] = [new Set()];
  const position = (ranges: readonly CharRange[]): number => {
    tests.push(ranges);
    follow.push(new Set());
    return tests.length - 1;
  };
  const link = (from: readonly number[], to: readonly number[]): void => {
    for (const f of from) for (const t of to) follow[f]!.add(t);
  };
  const empty: Fragment = { nullable: true, first: [], last: [] };
  const then = (a: Fragment, b: Fragment): Fragment => {
    link(a.last, b.first);
    return {
      nullable: a.nullable && b.nullable,
      first: a.nullable ? [...a.first, ...b.first] : a.first,
      last: b.nullable ? [...a.last, ...b.last] : b.last,
    };
  };
  const fragment = (part: Text): Fragment => {
    switch (part.kind) {
      case 'literal': {
        const at: number[] = [];
        for (let i = 0; i < part.value.length; i++) {
          const unit = part.value.charCodeAt(i);
          at.push(position([[unit, unit]]));
          if (i > 0) follow[at[i - 1]!]!.add(at[i]!);
        }
        return at.length === 0 ? empty : { nullable: false, first: [at[0]!], last: [at.at(-1)!] };
      }
      case 'chars': {
        const at = [position(part.ranges)];
        return { nullable: false, first: at, last: at };
      }
      case 'sequence':
        return part.of.reduce((sum, item) => then(sum, fragment(item)), empty);
      case 'choice': {
        const options = part.of.map(fragment);
        return {
          nullable: options.some((option) => option.nullable),
          first: options.flatMap((option) => option.first),
          last: options.flatMap((option) => option.last),
        };
      }
      case 'repeat': {
        let sum = empty;
        const copies = part.max ?? Math.max(1, part.min);
        for (let i = 0; i < copies; i++) {
          const one = fragment(part.of);
          if (part.max === null && i === copies - 1) link(one.last, one.first);
          const optional = i >= part.min;
          sum = then(sum, optional ? { ...one, nullable: true } : one);
        }
        return sum;
      }
    }
  };

  const whole = fragment(text);
  link([0], whole.first);
  const final = new Set(whole.last);
  if (whole.nullable) final.add(0);
  keepOnlyLive(follow, final);
  const classes = classesOf(tests);
  return new Runner(
    tests,
    follow.map((set) => [...set]),
    final,
    classes,
  );
}

/** Removes positions from which no end can be reached, so that an empty set is the same as a dead one. */
function keepOnlyLive(follow: Set<number>[], final: ReadonlySet<number>): void {
  const before: number[][] = follow.map(() => []);
  follow.forEach((set, from) => {
    for (const to of set) before[to]!.push(from);
  });
  const live = new Set(final);
  const queue = [...final];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const previous of before[at]!) {
      if (!live.has(previous)) {
        live.add(previous);
        queue.push(previous);
      }
    }
  }
  for (const set of follow) for (const to of set) if (!live.has(to)) set.delete(to);
}

function classesOf(tests: readonly (readonly CharRange[])[]): number[] {
  const starts = new Set([0]);
  for (const ranges of tests) {
    for (const [first, last] of ranges) {
      starts.add(first);
      if (last < 0xffff) starts.add(last + 1);
    }
  }
  return [...starts].sort((a, b) => a - b);
}

class Runner implements Automaton {
  readonly start: Positions;
  readonly classes: readonly number[];
  readonly #tests: readonly (readonly CharRange[])[];
  readonly #follow: readonly (readonly number[])[];
  readonly #final: ReadonlySet<number>;
  readonly #classOfAscii = new Uint16Array(128);
  #interned = new Map<string, Interned>();
  #nextId = 0;

  constructor(
    tests: readonly (readonly CharRange[])[],
    follow: readonly (readonly number[])[],
    final: ReadonlySet<number>,
    classes: readonly number[],
  ) {
    this.#tests = tests;
    this.#follow = follow;
    this.#final = final;
    this.classes = classes;
    for (let unit = 0; unit < 128; unit++) this.#classOfAscii[unit] = this.#searchClass(unit);
    this.start = this.#intern([0]);
  }

  step(from: Positions, unit: number): Positions {
    const set = from as Interned;
    const index = unit < 128 ? this.#classOfAscii[unit]! : this.#searchClass(unit);
    const known = set.next[index];
    if (known) return known;
    const reached = new Set<number>();
    for (const position of set.positions) {
      for (const to of this.#follow[position]!) {
        if (!reached.has(to) && holds(this.#tests[to]!, unit)) reached.add(to);
      }
    }
    const next = this.#intern([...reached].sort((a, b) => a - b));
    set.next[index] = next;
    return next;
  }

  #searchClass(unit: number): number {
    let low = 0;
    let high = this.classes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.classes[middle]! <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #intern(positions: readonly number[]): Interned {
    const key = positions.join(',');
    const known = this.#interned.get(key);
    if (known) return known;
    // INVARIANT: ids are never used twice, so a search that runs across this reset stays right, at most slower.
    if (this.#interned.size >= MAX_INTERNED) this.#interned = new Map();
    const set: Interned = {
      id: this.#nextId++,
      positions,
      accepts: positions.some((position) => this.#final.has(position)),
      dead: positions.length === 0,
      size: positions.length,
      next: [],
    };
    this.#interned.set(key, set);
    return set;
  }
}

interface Interned extends Positions {
  readonly positions: readonly number[];
  readonly next: Interned[];
}

function holds(ranges: readonly CharRange[], unit: number): boolean {
  for (const [first, last] of ranges) if (unit >= first && unit <= last) return true;
  return false;
}
