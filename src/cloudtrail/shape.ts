import type { JsonObject } from '../predicate/json.js';
import type { Predicate } from '../predicate/predicate.js';
import type { KnownFields } from '../prove/known-fields.js';

/**
 * What CloudTrail writes for one class of events: an event name, a kind of caller, an outcome. `holds` is true of every such record:
 * it says which fields are always there with which values ("sometimes" is said by leaving the field out of `holds`, or by
 * `not at(path, not values)` where the values are known). A record may hold fields that nobody described: a proof must survive
 * them. `known` lists the fields that somebody documented: a counterexample may hold only those.
 */
export interface EventShape {
  /** For people: `IAM user`, `root`, `AWS service`, `failed call`. */
  readonly variant: string;
  readonly holds: Predicate;
  readonly known: KnownFields;
  /** The documented example, in the placeholder account 111122223333, Region us-east-1. */
  readonly example: JsonObject;
  /** Where the example was documented. */
  readonly source: string;
  /** True when it is not known whether CloudTrail ever writes this variant: it must be told for a proof, and is no counterexample. */
  readonly conjectured?: boolean;
  /** Of a conjectured one: what is in doubt, if it is not whether CloudTrail ever writes it. */
  readonly conjecture?: string;
}

export type { KnownFields } from '../prove/known-fields.js';
