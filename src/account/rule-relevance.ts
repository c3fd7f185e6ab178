import type { EventRule } from './answers.js';

/**
 * Can the rule see an event that CloudTrail writes, or one that KMS sends by itself? False only when the pattern says so
 * plainly: it names only sources that are not AWS's own, or only other detail types; or the rule runs on a schedule. A rule in
 * doubt is kept: one that shows neither, though AWS lets no such rule be made, has a pattern that was not shown.
 */
export function seesAwsEvents(rule: EventRule): boolean {
  if (rule.EventPattern === undefined) return rule.ScheduleExpression === undefined;
  const pattern = parsed(rule.EventPattern);
  if (pattern === null) return true;
  const sources = plainTexts(pattern.source);
  if (sources && !sources.some((source) => source.startsWith('aws.'))) return false;
  const types = plainTexts(pattern['detail-type']);
  return !types || types.some((type) => type.includes('CloudTrail') || type.startsWith('KMS '));
}

/** The texts that a field may be, when all that is said about it are texts. */
function plainTexts(matchers: unknown): readonly string[] | null {
  return Array.isArray(matchers) && matchers.every((matcher) => typeof matcher === 'string') ? matchers : null;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null; // AWS refuses such patterns; whoever reads the rule says so
  }
}
