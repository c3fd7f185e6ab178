import { literalsOf } from '../predicate/literals.js';
import type { Predicate } from '../predicate/predicate.js';

/** What a scan looks for. Plain data: it is cloned into each worker. */
export interface ScanPlan {
  readonly rules: readonly PlannedRule[];
  /** ISO 8601; events before `since`, and those at `until` or later, are not handed over. An event without a readable time is. */
  readonly since?: string;
  readonly until?: string;
}

export interface PlannedRule {
  readonly id: string;
  /** May hold `derived` steps: the worker computes those of the ECS view. */
  readonly predicate: Predicate;
}

/** Which bytes make a record a candidate. */
export interface Search {
  /** A record that can match holds one of these, or an escape; null: any record may match, so all are parsed. */
  readonly literals: readonly string[] | null;
  /** The rules that any record may match, because no text is needed for them: they make the scan slow. */
  readonly parseAll: readonly string[];
}

export function searchOf(plan: ScanPlan): Search {
  const literals = new Set<string>();
  const parseAll: string[] = [];
  for (const { id, predicate } of plan.rules) {
    const needed = literalsOf(predicate);
    if (needed === null) parseAll.push(id);
    else for (const literal of needed) literals.add(literal);
  }
  return { literals: parseAll.length > 0 ? null : withoutCovered([...literals]), parseAll };
}

/** A literal that holds another one need not be looked for: whoever finds the shorter one has found it. */
function withoutCovered(literals: readonly string[]): readonly string[] {
  return literals.filter((literal) => !literals.some((other) => other !== literal && literal.includes(other)));
}

/** Does a rule ask for a field that is computed from the event? */
export function asksForDerived({ rules }: ScanPlan): boolean {
  const derives = (predicate: Predicate): boolean => {
    switch (predicate.kind) {
      case 'all':
      case 'any':
        return predicate.of.some(derives);
      case 'not':
        return derives(predicate.of);
      case 'at':
        return (typeof predicate.step === 'object' && 'derived' in predicate.step) || derives(predicate.of);
      case 'type':
      case 'text':
      case 'number':
        return false;
    }
  };
  return rules.some(({ predicate }) => derives(predicate));
}
