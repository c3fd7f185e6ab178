import { bound } from '../../predicate/bound.js';
import { isArray, isObject, type Json } from '../../predicate/json.js';
import { matches } from '../../predicate/match.js';
import type { Draft, Predicate, Reason } from '../../predicate/predicate.js';

const bounds = new WeakMap<Draft, { readonly must: Predicate; readonly may: Predicate }>();

/** Is the value in the draft? null: it depends on a doubt. */
export function decide(draft: Draft, value: Json): boolean | null {
  let found = bounds.get(draft);
  if (!found) {
    found = { must: bound(draft, 'must'), may: bound(draft, 'may') };
    bounds.set(draft, found);
  }
  if (matches(found.must, value)) return true;
  return matches(found.may, value) ? null : false;
}

/** The doubts on which it depends whether the value is in the draft; none where that is decided. */
export function doubtsMet(draft: Draft, value: Json): readonly Reason[] {
  const met = new Map<string, Reason>();
  collect(draft, value, met);
  return [...met.values()];
}

function collect(draft: Draft, value: Json, met: Map<string, Reason>): void {
  if (decide(draft, value) !== null) return;
  switch (draft.kind) {
    case 'between':
      met.set(draft.why.code, draft.why);
      collect(draft.must, value, met);
      collect(draft.may, value, met);
      return;
    case 'all':
    case 'any':
      for (const part of draft.of) collect(part, value, met);
      return;
    case 'not':
      collect(draft.of, value, met);
      return;
    case 'at':
      for (const child of childrenAt(draft.step, value)) collect(draft.of, child, met);
      return;
    case 'type':
    case 'text':
    case 'number':
      return;
  }
}

function childrenAt(step: Extract<Draft, { kind: 'at' }>['step'], value: Json): readonly Json[] {
  const children = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  if (step === 'element') return isArray(value) ? value : [];
  if (step === 'field') return isObject(value) ? children : [];
  if (step === 'item') return isArray(value) ? [value, ...value] : [value];
  if (step === 'inside') return children.flatMap((child) => [child, ...childrenAt('inside', child)]);
  if ('key' in step) return isObject(value) && Object.hasOwn(value, step.key) ? [value[step.key]!] : [];
  if ('index' in step) return isArray(value) && step.index < value.length ? [value[step.index]!] : [];
  return [];
}
