import type { Draft, Predicate } from '../predicate/predicate.js';
import { type Coverage, coverage } from '../prove/coverage.js';
import { inRecordOrder } from './record-order.js';
import type { EventShape } from './shape.js';

/**
 * Is every required event of a class told? `shapes` are those of `shapesOf`, of which the first is the widest: a proof over it is a
 * proof over all. Otherwise the documented ones decide, because a counterexample has to be a record that somebody saw.
 */
export function classCoverage(shapes: readonly EventShape[], required: Predicate, told: Draft): Coverage<EventShape> {
  const [widest, ...documented] = shapes;
  const overall = coverage({ required, told, shapes: widest ? [widest] : [] });
  if (overall.verdict === 'proved') return overall;
  const seen = coverage({ required, told, shapes: documented });
  return ordered(seen.verdict === 'proved' ? overall : seen);
}

function ordered(answer: Coverage<EventShape>): Coverage<EventShape> {
  if (answer.verdict === 'proved' || answer.witness === null) return answer;
  return { ...answer, witness: inRecordOrder(answer.witness) };
}
