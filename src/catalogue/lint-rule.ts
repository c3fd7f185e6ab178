import { lintQuery, type Warning } from './lint-query.js';
import type { Problem } from './problem.js';
import type { Detection, Query, Rule } from './rule.js';
import { undue, undueProblem } from './superseding.js';

/** What is probably not meant in a rule that loads. Each with a code and the line of the member it is about. */
export function lintRule(rule: Rule): readonly Problem[] {
  const { origin } = rule;
  const own: Warning[] = [];
  const warn = (member: string, code: string, message: string, help: string): void => {
    own.push({ member, code, message, help });
  };
  for (const query of queriesOf(rule.detection)) own.push(...lintQuery(query));
  if (rule.schedule.lookBack < rule.schedule.interval)
    warn(
      origin.kind === 'elastic' ? 'from' : 'schedule',
      'gap-in-schedule',
      `it looks back ${rule.schedule.lookBack} s and runs every ${rule.schedule.interval} s: what happens in between is never looked at`,
      'look back further than the interval, by as much as events come late',
    );
  if (rule.maxAlerts === 0)
    warn('maxAlerts', 'no-alerts', 'at most 0 alerts: every match is held back', 'leave `maxAlerts` out for 100');
  if (origin.kind !== 'elastic') {
    if (rule.tests.length === 0)
      warn('tests', 'no-tests', 'it has no tests', 'add an event that raises it, and one like it that does not');
    else if (rule.tests.every(({ alerts }) => alerts > 0) || rule.tests.every(({ alerts }) => alerts === 0))
      warn(
        'tests',
        'one-sided-tests',
        'its tests all expect the same',
        'show an event that raises it, and one like it that does not',
      );
    if (rule.guide.investigation === '' || rule.guide.response === '')
      warn(
        'guide',
        'no-guide',
        'it does not say what to do about an alert',
        'write guide: { investigation: …, response: … }',
      );
  }
  return own.map(({ member, code, message, help }) => ({
    code,
    message: `\`${rule.id}\`: ${message}`,
    file: origin.file,
    line: origin.members?.[member] ?? origin.line,
    help,
  }));
}

/** The rules together: what one says of another that is neither among them nor among the `others` that run beside them, or may not be silenced. */
export function lintRules(rules: readonly Rule[], others: readonly Rule[] = []): readonly Problem[] {
  const ids = new Set([...rules, ...others].map(({ id }) => id));
  const wrong = undue([...others.filter(({ id }) => !rules.some((rule) => rule.id === id)), ...rules]);
  return rules.flatMap((rule) => [
    ...lintRule(rule),
    ...wrong.filter((pair) => pair.rule === rule).map(undueProblem),
    ...rule.supersedes
      .filter((id) => !ids.has(id))
      .map((id) => ({
        code: 'unknown-rule',
        message: `\`${rule.id}\`: it supersedes \`${id}\`, which is no rule`,
        file: rule.origin.file,
        line: rule.origin.members?.supersedes ?? rule.origin.line,
        help: 'remove it, or correct the id',
      })),
  ]);
}

function queriesOf(detection: Detection): readonly Query[] {
  if (detection.kind !== 'sequence') return [detection.query];
  return [...detection.steps, ...(detection.until ? [detection.until] : [])];
}
