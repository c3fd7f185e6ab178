import type { Command } from 'commander';
import { neutraliseText } from '../report/neutralise.js';
import { type Context, examples } from './command.js';
import { parseArgument } from './pattern-argument.js';
import { draftGiven, type Language, languageOption } from './pattern-language.js';

export function addExplain(pattern: Command, { io }: Context): void {
  pattern
    .command('explain')
    .argument('<pattern>', 'a filter pattern, or a KQL query')
    .summary('say in words what a pattern lets through')
    .description('Says in words what a filter pattern, or a KQL query over CloudTrail, lets through.')
    .addOption(languageOption(['cloudwatch', 'kql']))
    .addHelpText(
      'after',
      examples(
        ['pattern explain \'{ $.userIdentity.type != "Root" }\'', 'it asks that the field is there, too'],
        ["pattern explain --language kql 'event.action: (DisableKey or ScheduleKeyDeletion)'", 'the same of KQL'],
      ),
    )
    .action(async (text: string, { language }: { readonly language: Language }) => {
      const lines = (await explained(language, text)).split('\n').map(neutraliseText);
      await io.stdout.write(`${lines.join('\n')}\n`);
    });
}

async function explained(language: Language, text: string): Promise<string> {
  if (language !== 'kql') {
    const [parsed, { explain }] = await Promise.all([parseArgument(text), import('../languages/cloudwatch/index.js')]);
    return explain(parsed);
  }
  await draftGiven('kql', text); // also a query of fields that no event has is wrong
  const { explain, parse } = await import('../languages/kql/index.js');
  const parsed = parse(text);
  return parsed.ok ? explain(parsed.query) : parsed.error.message;
}
