import type { Rule } from '../catalogue/rule.js';

/** Does the first rule's alert stand for the second's on the same event? */
export type Supersedes = (rule: string, other: string) => boolean;

/** Through others too. Rules that supersede each other would both fall silent, so neither does. */
export function supersession(rules: readonly Pick<Rule, 'id' | 'supersedes'>[]): Supersedes {
  const direct = new Map(rules.map(({ id, supersedes }) => [id, supersedes]));
  const below = new Map(rules.map(({ id }) => [id, reach(id, direct)]));
  return (rule, other) => below.get(rule)?.has(other) === true && below.get(other)?.has(rule) !== true;
}

function reach(id: string, direct: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(direct.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(direct.get(next) ?? []));
  }
  return reached;
}
