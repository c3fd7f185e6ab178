import type { Problem } from '../catalogue/problem.js';
import type { Rule } from '../catalogue/rule.js';
import { deriveDetection } from '../cloudtrail/detection-fields.js';
import type { Json } from '../predicate/json.js';
import { compile } from '../predicate/match.js';
import type { Alert } from './alert.js';
import { createEngine, type Engine } from './engine.js';
import { EARLIEST, instantOf, isoOf } from './instant.js';
import { textAt } from './member.js';

/** What one of a rule's own tests raised. */
export interface RuleTestResult {
  readonly name: string;
  readonly expected: number;
  readonly got: number;
  readonly alerts: readonly Alert[];
}

/** Hands the engine every event of which something in its plan holds, by testing each predicate on each event. */
export function feed(engine: Engine, events: Iterable<Json>): void {
  const tests = engine.plan.rules.map(({ id, predicate }) => ({ id, test: compile(predicate, deriveDetection) }));
  let offset = 0;
  for (const event of events) {
    const rules = tests.filter(({ test }) => test(event)).map(({ id }) => id);
    if (rules.length > 0) engine.take({ rules, event, file: 'test', offset });
    offset++;
  }
}

/** The rule alone, without exceptions, as of the time of a test's last event. */
export function testRule(rule: Rule): readonly RuleTestResult[] {
  return rule.tests.map(({ name, events, alerts: expected }) => {
    const times = events.map((event) => instantOf(textAt(event, 'eventTime'))).filter((time) => time !== null);
    const engine = createEngine([rule], { now: isoOf(Math.max(EARLIEST, ...times)) });
    feed(engine, events);
    const { alerts } = engine.finish();
    return { name, expected, got: alerts.length, alerts };
  });
}

/** A rule whose own tests fail is refused. */
export function acceptRules(rules: readonly Rule[]): {
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
} {
  const judged = rules.map((rule) => ({ rule, problems: problemsOf(rule) }));
  return {
    rules: judged.filter(({ problems }) => problems.length === 0).map(({ rule }) => rule),
    problems: judged.flatMap(({ problems }) => problems),
  };
}

function problemsOf(rule: Rule): readonly Problem[] {
  return testRule(rule)
    .filter(({ expected, got }) => expected !== got)
    .map(({ name, expected, got }) => ({
      code: 'rule-test-failed',
      message: `the rule \`${rule.id}\` is refused: its test \`${name}\` expects ${alertsWords(expected)} and raises ${got}`,
      file: rule.origin.file,
      line: rule.origin.line,
      help: 'correct its query or its test',
    }));
}

const alertsWords = (count: number): string => (count === 1 ? '1 alert' : `${count} alerts`);
