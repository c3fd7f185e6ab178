import type { Node } from '../node.js';
import type { Problem } from '../problem.js';

/** The problems with the rule's or item's name before them: a file may hold a thousand. */
export function named(node: Node, problems: readonly Problem[]): readonly Problem[] {
  const { value } = node.at('name');
  if (typeof value !== 'string' || value.trim() === '') return problems;
  return problems.map((problem) => ({ ...problem, message: `\`${value.trim()}\`: ${problem.message}` }));
}
