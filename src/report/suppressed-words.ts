import type { Rule } from '../catalogue/rule.js';
import type { Suppressed } from '../detect/alert.js';
import { countWords, listWords, numberWords } from './words.js';

export interface SuppressedLine {
  readonly text: string;
  /** Somebody should see to it. */
  readonly isWorry: boolean;
}

/** Matches that raised nothing, and why: a line for each exception, and one for each rule that held some back. */
export function suppressedWords(
  suppressed: readonly Suppressed[],
  rules: ReadonlyMap<string, Rule>,
): readonly SuppressedLine[] {
  return [...suppressed.flatMap((entry) => lineOf(entry) ?? []), ...heldBackLines(suppressed, rules)];
}

/** Null: it is told with others. */
function lineOf(entry: Suppressed): SuppressedLine | null {
  switch (entry.kind) {
    case 'held-back':
      return null;
    case 'excepted': {
      const until = entry.expires === null ? 'without an end' : `until ${entry.expires.slice(0, 10)}`;
      const count = countWords(entry.count, 'match', 'matches');
      const text = `${entry.rule}: ${about(entry)}${count} expected by ${entry.exception} (${entry.owner}, ${until}): ${entry.reason}`;
      return { text, isWorry: false };
    }
    case 'expired-exception': {
      const count = countWords(entry.count, 'match', 'matches');
      const text = `the exception ${entry.exception} (${entry.owner}) expired on ${entry.expires.slice(0, 10)} and no longer applies; it would have silenced ${about(entry)}${count}`;
      return { text, isWorry: true };
    }
  }
}

const about = ({ isExact }: { readonly isExact: boolean }): string => (isExact ? '' : 'about ');

/** The most keys of a rule's matches that are told. */
const KEYS = 20;

function heldBackLines(suppressed: readonly Suppressed[], rules: ReadonlyMap<string, Rule>): readonly SuppressedLine[] {
  const byRule = new Map<string, { count: number; executions: number; isExact: boolean; keys: readonly string[] }>();
  for (const entry of suppressed) {
    if (entry.kind !== 'held-back') continue;
    const sum = byRule.get(entry.rule) ?? { count: 0, executions: 0, isExact: true, keys: [] };
    byRule.set(entry.rule, {
      count: sum.count + entry.count,
      executions: sum.executions + 1,
      isExact: sum.isExact && entry.isExact,
      keys: [...new Set([...sum.keys, ...entry.keys])],
    });
  }
  return [...byRule].map(([rule, { count, executions, isExact, keys }]) => {
    const most = rules.get(rule)?.maxAlerts;
    const matches = `${about({ isExact })}${numberWords(count)} more ${count === 1 ? 'match' : 'matches'}`;
    const each = most === undefined ? '' : `, each of which raises at most ${most} alerts`;
    const named = `${count > keys.length ? 'among others ' : ''}of ${listWords(keys.slice(0, KEYS))}`;
    const text = `${rule}: ${matches} in ${countWords(executions, 'execution')}${each}${keys.length === 0 ? '' : `; ${named}`}`;
    return { text, isWorry: false };
  });
}
