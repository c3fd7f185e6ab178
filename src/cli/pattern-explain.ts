import type { Command } from 'commander';
import { neutraliseText } from '../report/neutralise.js';
import { type Context, examples } from './command.js';
import { parseArgument } from './pattern-argument.js';

export function addExplain(pattern: Command, { io }: Context): void {
  pattern
    .command('explain')
    .argument('<pattern>', 'a filter pattern')
    .summary('say in words what a pattern lets through')
    .description('Says in words what a filter pattern lets through.')
    .addHelpText(
      'after',
      examples(['pattern explain \'{ $.userIdentity.type != "Root" }\'', 'it asks that the field is there, too']),
    )
    .action(async (text: string) => {
      const [parsed, { explain }] = await Promise.all([
        parseArgument(text),
        import('../languages/cloudwatch/index.js'),
      ]);
      const lines = explain(parsed).split('\n').map(neutraliseText);
      await io.stdout.write(`${lines.join('\n')}\n`);
    });
}
