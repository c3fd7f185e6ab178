import { type PlainRead, seen } from './reads.js';
import type { World } from './specs.js';

/** The rules of the default bus of every Region with their targets, and the topics among those. */
export function ruleReads(world: World): { reads: readonly PlainRead[]; topics: readonly string[] } {
  const reads: PlainRead[] = [];
  const topics: string[] = [];
  for (const region of world.regions) {
    const rules = world.rules.filter((rule) => rule.region === region);
    reads.push({
      region,
      operation: 'events:ListRules',
      input: {},
      pages: [{ Rules: rules.map(({ rule }) => rule) }],
    });
    if (!seen(world, 'events:ListRules', region)) continue;
    for (const { rule, targets } of rules) {
      reads.push({
        region,
        operation: 'events:ListTargetsByRule',
        input: { Rule: rule.Name },
        pages: [{ Targets: targets }],
      });
      topics.push(...targets.flatMap(({ Arn }) => (Arn?.includes(':sns:') ? [Arn] : [])));
    }
  }
  return { reads, topics };
}
