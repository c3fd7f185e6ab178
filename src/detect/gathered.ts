import type { Rule } from '../catalogue/rule.js';
import { type Candidate, candidate } from './candidate.js';
import { type Entry, mergeEntries } from './entry.js';
import { isoOf } from './instant.js';
import { Latest } from './latest.js';
import type { BoundHit } from './limits.js';
import { sequence } from './sequence.js';
import { Tally } from './tally.js';
import { Terms } from './terms.js';
import { threshold } from './threshold.js';
import { valueCount } from './value-count.js';

/** The matches of one rule that can only be judged together, at the end. */
export interface Gathered {
  readonly rule: Rule;
  add(entry: Entry): void;
  candidates(): readonly Candidate[];
  bound(): BoundHit | null;
}

export interface GatheredLimits {
  readonly entries: number;
  readonly terms: number;
  readonly counted: number;
}

export function gatheredFor(rule: Rule, { entries, terms, counted }: GatheredLimits): Gathered {
  const { detection } = rule;
  const dropped = new Tally(counted);
  const hit = (bound: 'entries' | 'terms', limit: number, before: number | null): BoundHit | null => {
    const count = dropped.counts().get('') ?? 0;
    if (count === 0) return null;
    const earlier = before === null ? null : isoOf(before);
    return { kind: 'bound', rule: rule.id, bound, limit, count, isExact: dropped.isExact, before: earlier };
  };

  if (detection.kind === 'new-terms') {
    const state = new Terms(detection.history, terms, (term) => dropped.add('', term));
    return {
      rule,
      add: (entry) => state.add(entry),
      candidates: () => state.candidates(),
      bound: () => hit('terms', terms, null),
    };
  }

  const kept = new Latest<Entry>(entries, mergeEntries, ({ identity }) => dropped.add('', identity));
  return {
    rule,
    add: (entry) => kept.add(entry),
    candidates: () => judged(rule, once(kept.all())),
    bound: () => hit('entries', entries, kept.floor?.time ?? null),
  };
}

/** A record that was delivered with its sharedEventID and without is one. */
function once(entries: readonly Entry[]): readonly Entry[] {
  const shared = new Set(
    entries.flatMap(({ identity, copies }) => copies.map(({ own }) => own).filter((own) => own !== identity)),
  );
  return shared.size === 0 ? entries : entries.filter(({ identity }) => !shared.has(identity));
}

function judged({ detection, schedule }: Rule, entries: readonly Entry[]): readonly Candidate[] {
  switch (detection.kind) {
    case 'query':
      return entries.map((entry) => candidate([entry]));
    case 'threshold':
      return threshold(entries, detection, schedule);
    case 'value-count':
      return valueCount(entries, detection.count, detection.within);
    case 'sequence':
      return sequence(entries, detection.steps.length, detection.within);
    case 'new-terms':
      return [];
  }
}
