import type { Command } from 'commander';
import { type Context, examples } from './command.js';
import { addCompare } from './pattern-compare.js';
import { addConfirm } from './pattern-confirm.js';
import { addCovers } from './pattern-covers.js';
import { addExplain } from './pattern-explain.js';
import { addTest } from './pattern-test.js';

export function addPattern(program: Command, context: Context): void {
  const pattern = program
    .command('pattern')
    .summary('explain, test, compare and prove patterns')
    .description(
      'Works with CloudWatch Logs filter patterns, and with `--language` with KQL queries and EventBridge event patterns; needs no AWS account. Quote the pattern: a shell would read its `$`. A pattern that begins with `-` goes after `--`.',
    )
    .addHelpText(
      'after',
      examples(
        ['pattern explain \'{ $.eventName = "DisableKey" }\'', 'what it lets through, in words'],
        ['pattern covers --control kms-key-loss \'{ $.eventName = "DisableKey" }\'', 'the event that it misses'],
      ),
    );
  addExplain(pattern, context);
  addTest(pattern, context);
  addCompare(pattern, context);
  addCovers(pattern, context);
  addConfirm(pattern, context);
}
