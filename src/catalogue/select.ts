import { isInVersion, NEWEST_BENCHMARK, versionsOf } from './benchmark.js';
import type { Control } from './control.js';
import { parseBenchmark } from './parse-benchmark.js';
import type { Problem } from './problem.js';
import { aliasesOf } from './requirement.js';
import { suggestControl } from './suggest.js';

export type Selection =
  | { readonly kind: 'selected'; readonly controls: readonly Control[] }
  | { readonly kind: 'refused'; readonly problem: Problem };

/**
 * The controls that the selectors name, each once, in the benchmark's order. A selector is a slug, an alias (`cis-3.0:4.7`,
 * `CloudWatch.7`) or `all`; none at all: the default ones. What the benchmark's version does not have is left out of `all` and of the
 * default, and refused when it is named.
 */
export function selectControls(
  controls: readonly Control[],
  selectors: readonly string[],
  benchmark: string = NEWEST_BENCHMARK,
): Selection {
  const version = parseBenchmark(benchmark, controls);
  if (typeof version !== 'string') return { kind: 'refused', problem: version };
  const chosen = new Set<Control>();
  if (selectors.length === 0)
    for (const control of controls) if (control.isDefault && isInVersion(control, version)) chosen.add(control);
  for (const selector of selectors) {
    if (selector === 'all') {
      for (const control of controls) if (isInVersion(control, version)) chosen.add(control);
      continue;
    }
    const control = controls.find(
      (candidate) => candidate.slug === selector || aliasesOf(candidate).includes(selector),
    );
    if (!control) return { kind: 'refused', problem: unknownSelector(selector, controls) };
    if (!isInVersion(control, version)) {
      return {
        kind: 'refused',
        problem: {
          code: 'control-not-in-benchmark',
          message: `\`${selector}\` (${control.slug}) is not part of ${benchmark}`,
          help: `it is ${aliasesOf(control).join(', ')}`,
        },
      };
    }
    chosen.add(control);
  }
  return { kind: 'selected', controls: [...chosen].sort((a, b) => a.order - b.order || (a.slug < b.slug ? -1 : 1)) };
}

function unknownSelector(selector: string, controls: readonly Control[]): Problem {
  return {
    code: 'unknown-control',
    message: `unknown control \`${selector}\``,
    help: suggestControl(selector, controls, versionsOf(controls)),
  };
}
