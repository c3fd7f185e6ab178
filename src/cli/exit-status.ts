import type { Verdict } from '../chain/result.js';

/** What the caller's shell learns. */
export const EXIT = { proved: 0, broken: 1, unknown: 2, failed: 3, interrupted: 130 } as const;

/** 0: all proved. 1: at least one broken. 2: none broken, at least one unknown. Of nothing there is no status: nothing was proved. */
export function exitStatusOf(verdicts: readonly Verdict[]): number {
  if (verdicts.length === 0) return EXIT.failed;
  if (verdicts.includes('broken')) return EXIT.broken;
  return verdicts.includes('unknown') ? EXIT.unknown : EXIT.proved;
}
