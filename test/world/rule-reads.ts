import { keyReads, type PlainRead, seen } from './reads.js';
import type { World } from './specs.js';

/** The rules of the default bus of every Region with their targets, the bus where it has rules, and the topics among the targets. */
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
    if (rules.length === 0 || !seen(world, 'events:ListRules', region)) continue;
    const key = world.buses.find((bus) => bus.region === region)?.key;
    reads.push({
      region,
      operation: 'events:DescribeEventBus',
      input: {},
      pages: [
        {
          Name: 'default',
          Arn: `arn:aws:events:${region}:${world.id}:event-bus/default`,
          ...(key && { KmsKeyIdentifier: key.id }),
        },
      ],
    });
    if (key && seen(world, 'events:DescribeEventBus', region)) reads.push(...keyReads(key));
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
