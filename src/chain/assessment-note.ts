import type { Control } from '../catalogue/control.js';
import type { Path } from './link.js';
import type { Verdict } from './result.js';

/**
 * From version 4.0 on the benchmark assesses these controls by hand and accepts other monitoring, an external SIEM among it. So
 * where the procedure's own chain is not there and something else tells somebody, or may, the finding says so.
 */
export function assessmentNote(
  control: Control,
  version: string,
  verdict: Verdict,
  benchmark: 'met' | 'not-met' | 'unknown',
  chosen: readonly Path[],
  consumers: readonly string[],
): readonly string[] {
  if (control.cis[version]?.assessment !== 'manual' || benchmark === 'met') return [];
  const byHand = `CIS ${version} assesses this by hand and accepts other monitoring than the procedure's chain`;
  if (verdict === 'proved') {
    const rules = chosen.flatMap((path) => path.links).filter((link) => link.kind === 'rule');
    const names = [...new Set(rules.map((link) => `\`${link.id}\``))];
    const what =
      names.length > 0 ? `the EventBridge rule ${names.join(', ')} tells somebody` : 'the events reach a subscriber';
    return [`${byHand}: ${what}`];
  }
  return consumers.length > 0 ? [`${byHand}: see what else reads these events`] : [];
}
