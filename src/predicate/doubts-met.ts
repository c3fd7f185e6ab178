import { bound } from './bound.js';
import { isArray, isObject, type Json } from './json.js';
import { matches } from './match.js';
import type { Draft, Reason, Step } from './predicate.js';

/** Is the value in the draft? Null: it depends on a doubt. */
export function decide(draft: Draft, value: Json): boolean | null {
  if (matches(bound(draft, 'must'), value)) return true;
  return matches(bound(draft, 'may'), value) ? null : false;
}

/** The doubts on which it depends whether the value is in the draft, the innermost ones; none where that is decided. */
export function doubtsMet(draft: Draft, value: Json): readonly Reason[] {
  const met = new Map<string, Reason>();
  collect(draft, value, met);
  return [...met.values()];
}

function collect(draft: Draft, value: Json, met: Map<string, Reason>): void {
  if (decide(draft, value) !== null) return;
  switch (draft.kind) {
    case 'between': {
      const before = met.size;
      collect(draft.must, value, met);
      collect(draft.may, value, met);
      if (met.size === before) met.set(`${draft.why.code}\n${draft.why.message}`, draft.why);
      return;
    }
    case 'all':
    case 'any':
      for (const part of draft.of) collect(part, value, met);
      return;
    case 'not':
      collect(draft.of, value, met);
      return;
    case 'at':
      for (const child of reached(draft.step, value)) collect(draft.of, child, met);
      return;
    case 'type':
    case 'text':
    case 'number':
      return;
  }
}

function reached(step: Step, value: Json): readonly Json[] {
  const children = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  if (step === 'element') return isArray(value) ? value : [];
  if (step === 'field') return isObject(value) ? children : [];
  if (step === 'item') return isArray(value) ? [value, ...value] : [value];
  if (step === 'inside') return children.flatMap((child) => [child, ...reached('inside', child)]);
  if ('key' in step) return isObject(value) && Object.hasOwn(value, step.key) ? [value[step.key]!] : [];
  if ('names' in step) return isObject(value) ? Object.keys(value) : [];
  if ('index' in step) return isArray(value) && step.index < value.length ? [value[step.index]!] : [];
  return [];
}
