import type { Step } from '../../predicate/predicate.js';

/**
 * The steps of a JSON selector as a metric value or a dimension has it: `$.a.b`, `$.a[0]`, `$.['a.b']`. Null for anything else
 * (`$name` and `$1` belong to space-delimited patterns; a wildcard selects no single value).
 */
export function selectorSteps(text: string): readonly Step[] | null {
  if (!text.startsWith('$')) return null;
  const step = /\.([A-Za-z0-9_-]+)|\.?\['([^']+)'\]|\[(\d+)\]/y;
  const steps: Step[] = [];
  let at = 1;
  while (at < text.length) {
    step.lastIndex = at;
    const found = step.exec(text);
    if (!found) return null;
    at += found[0].length;
    if (found[3] !== undefined) steps.push({ index: Number(found[3]) });
    else steps.push({ key: (found[1] ?? found[2])! });
  }
  return steps.length > 0 ? steps : null;
}
