import { bound } from '../predicate/bound.js';
import { foldAll, foldAny, isTrue } from '../predicate/fold.js';
import { memo } from '../predicate/memo.js';
import { all, type Draft, not, type Predicate, TRUE } from '../predicate/predicate.js';
import { Meter } from './meter.js';
import { solve } from './solve.js';

/** A condition that takes more than this to settle is left to the search. */
const STEPS = 1_000;

/**
 * The draft on values of which `holds` is true, without the conditions that all of these surely meet: true of the same ones among
 * them. Only what `holds` says of the fields that a condition names is looked at, so it costs little, and often leaves nothing to
 * search: a trail of all management events asks for nothing that such an event has not.
 */
export function settle(told: Draft, holds: Predicate): Draft {
  return settleIn(told, conjunctsOf(holds));
}

function settleIn(told: Draft, facts: readonly Fact[]): Draft {
  if (told.kind === 'all' || told.kind === 'any') return settledBy(facts)(told);
  return isMet(told, facts) ? TRUE : told;
}

type Parts = Extract<Draft, { kind: 'all' | 'any' }>;

/** Facts are kept for each shape, and drafts for each filter: one is settled by the other once. */
const settledBy = memo((facts: readonly Fact[]) => memo((told: Parts) => settleParts(told, facts)));

function settleParts(told: Parts, facts: readonly Fact[]): Draft {
  switch (told.kind) {
    case 'any': {
      if (isMet(told, facts)) return TRUE; // a choice may be met as a whole, and no part of it for sure
      const parts: Draft[] = [];
      // What asks for least is the likeliest to be met, and then the rest need not be looked at.
      for (const part of [...told.of].sort((a, b) => demandsOf(a) - demandsOf(b))) {
        const settled = settleIn(part, facts);
        if (isTrue(settled)) return TRUE;
        parts.push(settled);
      }
      return foldAny(parts);
    }
    case 'all':
      return foldAll(told.of.map((part) => settleIn(part, facts)));
  }
}

function demandsOf(draft: Draft): number {
  return draft.kind === 'all' ? draft.of.length : 1;
}

interface Fact {
  readonly holds: Predicate;
  readonly keys: readonly string[];
}

interface Settled {
  readonly about: readonly Predicate[];
  readonly isMet: boolean;
}

/** The same conditions are met, or not, by the same facts of many classes of events. */
const settled = new WeakMap<Draft, Settled[]>();

function isMet(condition: Draft, facts: readonly Fact[]): boolean {
  const keys = keysOf(condition);
  if (keys === null) return false;
  const about = facts.filter((fact) => fact.keys.every((key) => keys.includes(key))).map(({ holds }) => holds);
  if (about.length === 0) return false;
  const answers = settled.get(condition) ?? [];
  settled.set(condition, answers);
  const known = answers.find((one) => isSameList(one.about, about));
  if (known) return known.isMet;
  const gap = solve(all(...about, not(bound(condition, 'must'))), { meter: new Meter(STEPS) });
  answers.push({ about, isMet: gap.kind === 'none' });
  return gap.kind === 'none';
}

function isSameList(a: readonly Predicate[], b: readonly Predicate[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

const facts = new WeakMap<Predicate, readonly Fact[]>();

/** What the predicate says of each few fields by themselves. */
function conjunctsOf(predicate: Predicate): readonly Fact[] {
  const known = facts.get(predicate);
  if (known) return known;
  const found = flatten(predicate).flatMap((holds) => {
    const keys = keysOf(holds);
    return keys === null || keys.length === 0 ? [] : [{ holds, keys }];
  });
  facts.set(predicate, found);
  return found;
}

function flatten(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'all' ? predicate.of.flatMap(flatten) : [predicate];
}

const named = new WeakMap<Draft, readonly string[] | null>();

/** The keys of the value itself that a draft names; null when it looks at the value in any other way, or at many of them. */
function keysOf(draft: Draft): readonly string[] | null {
  const known = named.get(draft);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const keys = collectKeys(draft, found) ? [...found] : null;
  named.set(draft, keys);
  return keys;
}

function collectKeys(draft: Draft, keys: Set<string>): boolean {
  switch (draft.kind) {
    case 'all':
    case 'any':
      return draft.of.every((part) => collectKeys(part, keys));
    case 'not':
      return collectKeys(draft.of, keys);
    case 'between':
      return collectKeys(draft.must, keys) && collectKeys(draft.may, keys);
    case 'at':
      if (typeof draft.step !== 'object' || !('key' in draft.step)) return false;
      keys.add(draft.step.key);
      return keys.size <= MAX_KEYS;
    case 'type':
    case 'text':
    case 'number':
      return false;
  }
}

/** More fields than this make a search of their own. */
const MAX_KEYS = 3;
