import type { Control } from '../catalogue/control.js';
import type { Path } from './link.js';
import { linkName } from './link-name.js';
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
    const names = [...new Set(rules.map(({ kind, id }) => `\`${linkName(kind, id)}\``))];
    const told =
      names.length === 1
        ? `the EventBridge rule ${names[0]} tells a subscriber`
        : `the EventBridge rules ${names.join(', ')} tell a subscriber`;
    return [`${byHand}: ${names.length > 0 ? told : 'the events reach a subscriber'}`];
  }
  return consumers.length > 0 ? [`${byHand}: see what else reads these events`] : [];
}
