import { bound } from '../predicate/bound.js';
import { doubtsMet } from '../predicate/doubts-met.js';
import { fold, isFalse, isTrue, type Known, knownBy } from '../predicate/fold.js';
import { isObject, type Json, type JsonObject } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import { all, type Draft, not, type Predicate, type Reason } from '../predicate/predicate.js';
import { solveGap } from './gap.js';
import type { KnownFields } from './known-fields.js';
import { layOver } from './lay-over.js';
import { Meter } from './meter.js';
import { orTooDeep } from './too-deep.js';
import { undocumentedFields } from './undocumented-fields.js';
import { unlikeExample } from './unlike-example.js';

/** What a class of events is known to look like: see `EventShape` in `cloudtrail`. */
export interface Shape {
  readonly holds: Predicate;
  readonly known: KnownFields;
  readonly example: JsonObject;
  readonly conjectured?: boolean;
  /** Of a conjectured one: what is in doubt, if it is not whether there is such an event at all. */
  readonly conjecture?: string;
}

export type Coverage<S extends Shape = Shape> =
  | { readonly verdict: 'proved' }
  | { readonly verdict: 'broken'; readonly witness: JsonObject; readonly shape: S }
  | {
      readonly verdict: 'unknown';
      readonly reasons: readonly Reason[];
      /** An event that would not be told if every doubt went against us; null when the search was not finished. */
      readonly witness: JsonObject | null;
      readonly shape: S;
    };

export interface Question<S extends Shape = Shape> {
  /** The events that must be told. */
  readonly required: Predicate;
  /** The events that are told. */
  readonly told: Draft;
  readonly shapes: readonly S[];
  /** Elementary steps for the whole question. */
  readonly limit?: number;
}

/**
 * Is every required event told?
 *
 * gap = required and shape and not told. proved: no value is in the widest gap, even with fields that nobody described.
 * broken: some value is in the narrowest gap, with documented fields only, and the matcher agrees. Otherwise unknown.
 * A broken shape outweighs an unknown one.
 */
export function coverage<S extends Shape>(question: Question<S>): Coverage<S> {
  const meter = new Meter(question.limit);
  let unknown: Coverage<S> | null = null;
  for (const shape of question.shapes) {
    const answer = orTooDeep(
      () => coverageOfShape(question, shape, meter),
      (why): Coverage<S> => ({
        verdict: 'unknown',
        reasons: [{ code: 'undecided', message: why }],
        witness: null,
        shape,
      }),
    );
    if (answer.verdict === 'broken') return answer;
    if (answer.verdict === 'unknown') unknown ??= answer;
  }
  return unknown ?? { verdict: 'proved' };
}

function coverageOfShape<S extends Shape>(question: Question<S>, shape: S, meter: Meter): Coverage<S> {
  const { known, base } = baseOf(question.required, shape.holds);
  if (base === null) return { verdict: 'proved' };
  const told = fold(question.told, known);
  if (isTrue(told)) return { verdict: 'proved' };
  if (!shape.conjectured) {
    const narrowest = { known: shape.known, example: shape.example, meter };
    const closed = solveGap(base, bound(told, 'may'), narrowest);
    if (closed.kind === 'found' && isObject(closed.value)) {
      const full = all(question.required, shape.holds, not(bound(question.told, 'may')));
      const witness = layOver(shape.example, closed.value, (event) => matches(full, event));
      if (matches(full, witness)) return { verdict: 'broken', witness, shape };
    }
  }

  const open = solveGap(base, bound(told, 'must'), { example: shape.example, meter });
  switch (open.kind) {
    case 'none':
      return { verdict: 'proved' };
    case 'found': {
      const widest = all(base, not(bound(told, 'must')));
      const witness = isObject(open.value)
        ? layOver(shape.example, open.value, (event) => matches(widest, event))
        : shape.example;
      return { verdict: 'unknown', reasons: reasonsFor(question.told, witness, shape), witness, shape };
    }
    case 'undecided': {
      const message = `the search did not come to an end: ${open.why}`;
      return { verdict: 'unknown', reasons: [{ code: 'undecided', message }], witness: null, shape };
    }
  }
}

interface Base {
  /** The constants of every such event. */
  readonly known: Known | undefined;
  /** The required events of the shape; null when there are none. */
  readonly base: Predicate | null;
}

const bases = new WeakMap<Predicate, WeakMap<Predicate, Base>>();

/** Kept, because many questions are about the same events. */
function baseOf(required: Predicate, holds: Predicate): Base {
  const byShape = bases.get(required) ?? new WeakMap<Predicate, Base>();
  bases.set(required, byShape);
  const kept = byShape.get(holds);
  if (kept) return kept;
  const known = knownBy(all(required, holds));
  const left = fold(required, known) as Predicate;
  const base = { known, base: isFalse(left) ? null : all(left, holds) };
  byShape.set(holds, base);
  return base;
}

function reasonsFor(told: Draft, witness: Json, shape: Shape): readonly Reason[] {
  const met = doubtsMet(told, witness);
  if (met.length > 0) return met;
  const fields = undocumentedFields(witness, shape.known);
  if (shape.conjectured && (shape.conjecture !== undefined || fields.length === 0)) {
    const message =
      shape.conjecture ??
      unlikeExample(witness, shape.example) ??
      'it is not known whether CloudTrail ever writes such an event';
    return [{ code: 'conjectured-event', message }];
  }
  if (fields.length > 0) {
    const names = fields.map((field) => `\`${field}\``).join(', ');
    return [
      {
        code: 'undocumented-field',
        message: `an event that carries ${names} would be missed; no such field is documented`,
      },
    ];
  }
  return [{ code: 'undecided', message: 'neither a proof nor a counterexample was found' }];
}
