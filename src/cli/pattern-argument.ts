import type { FilterPattern, PatternError } from '../languages/cloudwatch/index.js';
import { truncate } from '../report/columns.js';
import { CliError } from './cli-error.js';

/** A filter pattern that was given on the command line. */
export async function parseArgument(text: string): Promise<FilterPattern> {
  const { isOwnLimit, parse } = await import('../languages/cloudwatch/index.js');
  const parsed = parse(text);
  if (parsed.ok) return parsed.pattern;
  const what = isOwnLimit(parsed.error) ? 'is more than is read here' : 'is not a filter pattern that AWS takes';
  throw new CliError(
    `\`${truncate(text, 60)}\` ${what}: ${patternReason(parsed.error)}`,
    parsed.error.help ?? 'correct the pattern',
  );
}

/** What is wrong and where, counted from 1. */
export function patternReason(error: PatternError): string {
  return `${error.message} (at character ${error.span.start + 1})`;
}
