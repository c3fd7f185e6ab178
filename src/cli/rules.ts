import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Problem } from '../catalogue/problem.js';
import { type Rule, SEVERITIES } from '../catalogue/rule.js';
import { displayWidth, padEnd, truncate } from '../report/columns.js';
import { neutraliseText } from '../report/neutralise.js';
import { CliError } from './cli-error.js';
import { type Context, examples } from './command.js';
import { type Io, widthOf } from './io.js';
import { allOff, chooseRules, problemLine, type RuleChoice, SWITCH_ON } from './load-rules.js';

export function addRules(program: Command, { io, end }: Context): void {
  const rules = program
    .command('rules')
    .summary('list, show, check and test the rules of a scan')
    .description('The rules that `scan` runs: the shipped pack, one for each control, and yours.');
  const choice = (command: Command) =>
    command
      .option('--rules <path...>', 'add rules: .yaml of our form, .toml and .ndjson of Elastic’s; files or folders')
      .option('--no-pack', 'only the rules of `--rules`');
  const severity = () => new Option('--severity <level>', 'rules of this severity and above').choices(SEVERITIES);

  choice(rules.command('list').summary('list the rules').description('Lists the rules, one on each line.'))
    .addOption(severity())
    .addOption(new Option('--format <form>', 'the form of the list').choices(['terminal', 'json']).default('terminal'))
    .addHelpText('after', examples(['rules list --severity high', 'what would page somebody']))
    .action(async (options: RuleChoice & { readonly format: string }) => {
      const chosen = await chooseRules(options);
      await io.stdout.write(options.format === 'json' ? listJson(chosen.rules) : list(io, chosen.rules));
    });

  choice(
    rules
      .command('show')
      .argument('<id>', 'as `rules list` has it')
      .summary('show a rule: what it finds, and what to do then')
      .description('Shows a rule: what it finds, how urgent it is, and what to do then.'),
  )
    .addHelpText('after', examples(['rules show kms-key-disabled', 'its query, guide and tests']))
    .action(async (id: string, options: RuleChoice) => {
      const { rules: found } = await chooseRules({ ...options, rule: [id] });
      await io.stdout.write(found.map(shown).join('\n'));
    });

  rules
    .command('lint')
    .argument('<path...>', 'files and folders: .yaml, .toml, .ndjson')
    .summary('check files of rules: what is wrong, and what is probably not meant')
    .description(
      'Checks files of rules: what is wrong, and what is probably not meant. Runs their tests, too. Exits with 1 for either, so that a pipeline stops.',
    )
    .addHelpText(
      'after',
      `${examples(['rules lint my-rules/', 'every problem, on one line each'])}\nExit status: 0 nothing found, 1 something found, 3 it could not be done.\n`,
    )
    .action(async (paths: readonly string[]) => end(await lint(io, paths)));

  choice(
    rules
      .command('test')
      .argument('[id...]', 'these only; none: all')
      .summary("run rules' own tests")
      .description("Runs the rules' own tests: the events that each must and must not raise an alert of."),
  )
    .addOption(severity())
    .addHelpText(
      'after',
      `${examples(['rules test', 'the pack'], ['rules test --no-pack --rules my-rules/', 'yours'])}\nExit status: 0 all pass, 1 one fails, 3 it could not be done.\n`,
    )
    .action(async (ids: readonly string[], options: RuleChoice) => end(await test(io, ids, options)));
}

function list(io: Io, rules: readonly Rule[]): string {
  // In a pipe nothing is cut: another program reads it.
  const width = io.stdout.isTTY ? widthOf(io.stdout, io.env) : Number.POSITIVE_INFINITY;
  const ids = Math.max(...rules.map(({ id }) => displayWidth(id)));
  const severities = Math.max(...rules.map(({ severity }) => severity.length));
  return rules
    .map(({ id, severity, title }) => {
      const head = `${padEnd(severity, severities)}  ${padEnd(id, ids)}  `;
      return `${truncate(neutraliseText(head + title), Math.max(width, head.length + 20)).trimEnd()}\n`;
    })
    .join('');
}

function listJson(rules: readonly Rule[]): string {
  const entries = rules.map(({ id, title, severity, risk, detection, schedule, maxAlerts, tags, mitre, origin }) => ({
    id,
    title,
    severity,
    risk,
    kind: detection.kind,
    schedule,
    maxAlerts,
    tags,
    mitre,
    origin,
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function shown(rule: Rule): string {
  const { detection } = rule;
  const queries = detection.kind === 'sequence' ? detection.steps : [detection.query];
  const every = `every ${rule.schedule.interval / 60} min over the last ${rule.schedule.lookBack / 60} min, at most ${rule.maxAlerts} alerts`;
  const lines = [
    `${rule.id}: ${rule.title}`,
    `${rule.severity}, risk ${rule.risk} · ${detection.kind} · ${every}${rule.mayBeExcepted ? '' : ' · no exception can silence it'}`,
    '',
    rule.description.trim(),
    '',
    ...queries.map((query) => `${query.language}: ${query.text.trim()}`),
    ...(rule.falsePositives.length > 0 ? ['', 'fine if:', ...rule.falsePositives.map((text) => `- ${text}`)] : []),
    ...section('look', rule.guide.investigation),
    ...section('respond', rule.guide.response),
    ...(rule.mitre.length > 0
      ? [
          '',
          rule.mitre.map(({ tactic, techniques }) => [tactic, ...techniques].map(({ id }) => id).join(' ')).join(', '),
        ]
      : []),
    ...rule.references,
    `${rule.tests.length} tests · ${rule.origin.file}:${rule.origin.line}`,
  ];
  return lines.map((line) => `${line.split('\n').map(neutraliseText).join('\n')}\n`).join('');
}

function section(title: string, text: string): readonly string[] {
  return text.trim() === '' ? [] : ['', `${title}:`, text.trim()];
}

async function lint(io: Io, paths: readonly string[]): Promise<number> {
  const [{ loadControls }, { loadRules }, { lintRules }, { acceptRules }] = await Promise.all([
    import('../catalogue/load.js'),
    import('../catalogue/load-rules.js'),
    import('../catalogue/lint-rule.js'),
    import('../detect/test-rule.js'),
  ]);
  const { controls } = loadControls();
  const loaded = loadRules({ controls, paths, pack: false });
  const pack = loadRules({ controls }).rules;
  const found = [
    ...loaded.problems,
    ...taken(loaded.rules, pack),
    ...acceptRules(loaded.rules).problems,
    ...lintRules(loaded.rules, pack),
  ];
  const unread = found.find(({ code }) => code === 'unreadable');
  for (const problem of found.filter((each) => each !== unread))
    await io.stdout.write(
      `${neutraliseText(`${problemLine(problem)}${problem.help === undefined ? '' : `; ${problem.help}`}`)}\n`,
    );
  if (unread) throw new CliError(problemLine(unread), 'name files and folders that are there and may be read');
  for (const note of loaded.notes) await io.stderr.write(`trailproof: ${neutraliseText(problemLine(note))}\n`);
  if (found.length === 0 && loaded.rules.length === 0 && allOff(loaded.notes))
    throw new CliError('every rule in these files is switched off', SWITCH_ON);
  if (found.length === 0 && loaded.rules.length === 0)
    throw new CliError('there is no rule in these files', 'a rule is a .yaml, .toml or .ndjson file');
  return found.length > 0 ? 1 : 0;
}

/** Beside the pack such a rule is refused. Files of the pack itself may be checked as well. */
function taken(rules: readonly Rule[], pack: readonly Rule[]): readonly Problem[] {
  return rules.flatMap(({ id, origin }) => {
    const other = pack.find((rule) => rule.id === id);
    if (!other || resolve(other.origin.file) === resolve(origin.file)) return [];
    const message = `the id \`${id}\` is taken by the pack`;
    return [{ code: 'id-taken', message, file: origin.file, line: origin.line, help: 'give the rule another id' }];
  });
}

async function test(io: Io, ids: readonly string[], options: RuleChoice): Promise<number> {
  const [{ loadControls }, { loadRules }, { testRule }] = await Promise.all([
    import('../catalogue/load.js'),
    import('../catalogue/load-rules.js'),
    import('../detect/test-rule.js'),
  ]);
  const { rules, problems } = loadRules({
    controls: loadControls().controls,
    paths: options.rules ?? [],
    pack: options.pack ?? true,
  });
  const [wrong] = problems;
  if (wrong) throw new CliError(problemLine(wrong), wrong.help ?? 'correct the file');
  const unknown = ids.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined)
    throw new CliError(`there is no rule \`${unknown}\``, '`trailproof rules list` shows those that there are');
  let passed = 0;
  let failed = 0;
  const least = options.severity === undefined ? 0 : SEVERITIES.indexOf(options.severity);
  const chosen = rules.filter(
    ({ id, severity }) => (ids.length === 0 || ids.includes(id)) && SEVERITIES.indexOf(severity) >= least,
  );
  for (const rule of chosen) {
    for (const { name, expected, got } of testRule(rule)) {
      if (expected === got) passed++;
      else {
        failed++;
        await io.stdout.write(
          neutraliseText(`✗ ${rule.id}: ${name}: ${expected} expected, ${got} raised`).concat('\n'),
        );
      }
    }
  }
  await io.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}
