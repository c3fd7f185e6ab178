import type { Detection, Query, Rule } from '../catalogue/rule.js';
import type { Predicate } from '../predicate/predicate.js';
import { KEY_STATE_EVENTS } from './key-states.js';

/** What a scan has to look for. Its ids are the engine's own: a match is handed back with those that hold of it. */
export interface EnginePlan {
  readonly rules: readonly PlannedPredicate[];
}

export interface PlannedPredicate {
  readonly id: string;
  readonly predicate: Predicate;
}

/** What a match of one of them means. */
export type Role =
  | { readonly kind: 'match'; readonly rule: Rule }
  | { readonly kind: 'step'; readonly rule: Rule; readonly step: number }
  | { readonly kind: 'until'; readonly rule: Rule }
  | { readonly kind: 'key-state' };

/** No rule's id holds a blank. */
const KEY_STATE = 'key state';

export function planOf(rules: readonly Rule[]): {
  readonly plan: EnginePlan;
  readonly roles: ReadonlyMap<string, Role>;
} {
  const planned: readonly (PlannedPredicate & { readonly role: Role })[] = [
    ...rules.flatMap((rule) =>
      queriesOf(rule).map(({ id, query, role }) => ({ id, predicate: query.predicate, role })),
    ),
    { id: KEY_STATE, predicate: KEY_STATE_EVENTS, role: { kind: 'key-state' } },
  ];
  return {
    plan: { rules: planned.map(({ id, predicate }) => ({ id, predicate })) },
    roles: new Map(planned.map(({ id, role }) => [id, role])),
  };
}

function queriesOf(rule: Rule): readonly { readonly id: string; readonly query: Query; readonly role: Role }[] {
  const { detection } = rule;
  if (detection.kind !== 'sequence') return [{ id: rule.id, query: detection.query, role: { kind: 'match', rule } }];
  const steps = detection.steps.map((query, step) => ({
    id: `${rule.id} step ${step + 1}`,
    query,
    role: { kind: 'step', rule, step } as const,
  }));
  if (detection.until === null) return steps;
  return [...steps, { id: `${rule.id} until`, query: detection.until, role: { kind: 'until', rule } }];
}

/** The fields by which the matches of a rule must agree, and those whose values are counted. */
export function fieldsOf(detection: Detection): {
  readonly by: readonly string[];
  readonly counted: readonly string[];
} {
  switch (detection.kind) {
    case 'query':
      return { by: [], counted: [] };
    case 'threshold':
      return { by: detection.by, counted: detection.distinct.map(({ field }) => field) };
    case 'new-terms':
      return { by: detection.fields, counted: [] };
    case 'value-count':
      return { by: detection.by, counted: [detection.field] };
    case 'sequence':
      return { by: detection.by, counted: [] };
  }
}
