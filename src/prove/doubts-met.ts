import { bound } from '../predicate/bound.js';
import { isArray, isObject, type Json } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import type { Draft, Reason, Step } from '../predicate/predicate.js';

/** The doubts that decide about this value: those whose two sides disagree on it. */
export function doubtsMet(draft: Draft, value: Json): readonly Reason[] {
  const met = new Map<string, Reason>();
  visit(draft, value, met);
  return [...met.values()];
}

function visit(draft: Draft, value: Json, met: Map<string, Reason>): void {
  switch (draft.kind) {
    case 'between':
      if (matches(bound(draft.may, 'may'), value) && !matches(bound(draft.must, 'must'), value)) {
        const before = met.size;
        // An inner doubt says more than the one around it.
        visit(draft.must, value, met);
        visit(draft.may, value, met);
        if (met.size === before) met.set(`${draft.why.code}\n${draft.why.message}`, draft.why);
      }
      return;
    case 'all': {
      // A part that is false for certain decides the whole: its siblings' doubts do not matter.
      if (draft.of.some((part) => !matches(bound(part, 'may'), value))) return;
      for (const part of draft.of) visit(part, value, met);
      return;
    }
    case 'any': {
      if (draft.of.some((part) => matches(bound(part, 'must'), value))) return;
      for (const part of draft.of) visit(part, value, met);
      return;
    }
    case 'not':
      visit(draft.of, value, met);
      return;
    case 'at':
      for (const reached of reach(draft.step, value)) visit(draft.of, reached, met);
      return;
    case 'type':
    case 'text':
    case 'number':
      return;
  }
}

function reach(step: Step, value: Json): readonly Json[] {
  if (typeof step === 'object') {
    if ('key' in step) return isObject(value) && Object.hasOwn(value, step.key) ? [value[step.key]!] : [];
    if ('index' in step) return isArray(value) && step.index < value.length ? [value[step.index]!] : [];
    return [];
  }
  switch (step) {
    case 'element':
      return isArray(value) ? value : [];
    case 'field':
      return isObject(value) ? Object.values(value) : [];
    case 'item':
      return isArray(value) ? [value, ...value] : [value];
    case 'inside': {
      const children = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
      return children.flatMap((child) => [child, ...reach('inside', child)]);
    }
  }
}
