import type { Exception } from '../catalogue/exception.js';
import type { Problem } from '../catalogue/problem.js';
import type { Rule } from '../catalogue/rule.js';
import type { Json } from '../predicate/json.js';
import { compile, type Derive, type Match } from '../predicate/match.js';
import type { Suppressed } from './alert.js';
import { Tally } from './tally.js';

/** Which matches are expected, and how many they were. */
export interface Exceptions {
  /** Is the match of this rule silenced? Each match is counted once, for the first exception that is about it. */
  silences(rule: Rule, event: Json, identity: string): boolean;
  suppressed(): readonly Suppressed[];
  /** Exceptions that can never apply. */
  readonly problems: readonly Problem[];
}

/** `now` in milliseconds: what has expired by then does not apply, and is reported where it would have. */
export function exceptionsOf(
  exceptions: readonly Exception[],
  rules: readonly Rule[],
  { now, derive, counted }: { readonly now: number; readonly derive: Derive; readonly counted: number },
): Exceptions {
  const tests: readonly Match[] = exceptions.map(({ predicate }) => compile(predicate, derive));
  const isExpired = exceptions.map(({ expires }) => expires !== null && !(Date.parse(expires) > now));
  const tally = new Tally(counted);
  const silenced = (index: number, rule: string) => JSON.stringify([index, rule]);
  const about = new Map(
    rules.map((rule) => [
      rule.id,
      rule.mayBeExcepted
        ? [...exceptions.keys()].filter((index) => [null, rule.id].includes(exceptions[index]!.rule))
        : [],
    ]),
  );

  return {
    silences(rule, event, identity) {
      const own = about.get(rule.id)!;
      if (own.length === 0) return false;
      const holding = own.filter((index) => tests[index]!(event));
      const valid = holding.find((index) => !isExpired[index]);
      for (const index of valid === undefined ? holding : [valid]) tally.add(silenced(index, rule.id), identity);
      return valid !== undefined;
    },
    suppressed() {
      const counts = tally.counts();
      return exceptions.flatMap(({ id: exception, owner, reason, expires, rule: scope }, index): Suppressed[] => {
        const byRule = rules.flatMap(({ id: rule }) => {
          const count = counts.get(silenced(index, rule));
          return count === undefined ? [] : [{ rule, count }];
        });
        if (!isExpired[index])
          return byRule.map(({ rule, count }) => ({
            kind: 'excepted',
            rule,
            exception,
            owner,
            reason,
            expires,
            count,
            isExact: tally.isExact,
          }));
        const count = byRule.reduce((sum, { count }) => sum + count, 0);
        return count === 0
          ? []
          : [
              {
                kind: 'expired-exception',
                rule: scope,
                exception,
                owner,
                expires: expires!,
                count,
                isExact: tally.isExact,
              },
            ];
      });
    },
    problems: exceptions.flatMap((exception) => problemOf(exception, rules)),
  };
}

function problemOf({ id, rule, origin }: Exception, rules: readonly Rule[]): readonly Problem[] {
  if (rule === null) return [];
  const named = rules.find((other) => other.id === rule);
  const message =
    named === undefined
      ? `the exception \`${id}\` is about the rule \`${rule}\`, which is not among those that run`
      : named.mayBeExcepted
        ? null
        : `the exception \`${id}\` is about the rule \`${rule}\`, which no exception may silence`;
  return message === null ? [] : [{ code: 'idle-exception', message, file: origin.file, line: origin.line }];
}
