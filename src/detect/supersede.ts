import { type Superseding, supersededBy, undue } from '../catalogue/superseding.js';

/** Does the first rule's alert stand for the second's on the same event? */
export type Supersedes = (rule: string, other: string) => boolean;

/**
 * Through others too: a strict order. Rules that supersede each other would both fall silent, so neither does; one that supersedes what
 * is more severe and may not be silenced supersedes nothing.
 */
export function supersession(rules: readonly Superseding[]): Supersedes {
  const wrong = new Set(undue(rules).map(({ rule }) => rule.id));
  const below = supersededBy(rules.map((rule) => (wrong.has(rule.id) ? { ...rule, supersedes: [] } : rule)));
  return (rule, other) => below.get(rule)?.has(other) === true && below.get(other)?.has(rule) !== true;
}
