import type { Prevention } from '../change/prevent.js';
import { prettyJson } from '../report/json.js';
import { neutralise } from '../report/neutralise.js';
import { Page } from '../report/page.js';
import { sentence } from '../report/words.js';
import { readSnapshot } from './audit.js';
import { CliError } from './cli-error.js';
import { collectAccount } from './collect-account.js';
import { EXIT } from './exit-status.js';
import { writeFiles } from './fix-emit.js';
import type { FixOptions } from './fix-options.js';
import { placeOf, questionOf } from './fix-plan.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { writeOutput } from './write-output.js';

/** The guards beside the alarm: for the chain of an account that was named, or for any. Changes nothing. */
export async function preventCommand(io: Io, options: FixOptions): Promise<number> {
  const { prevent } = await import('../change/prevent.js');
  const role = options.breakGlass ?? '';
  const checked = prevent(role);
  if (!checked.ok) throw new CliError(checked.error.message, checked.error.help);
  const isNamed = options.snapshot !== undefined || options.profile !== undefined;
  const answer = isNamed ? prevent(role, await chainOf(io, options)) : checked;
  if (!answer.ok) throw new CliError(answer.error.message, answer.error.help);
  await print(io, answer.preventions, options);
  return EXIT.proved;
}

const PROTECTED: readonly string[] = ['trail', 'log-group', 'alarm', 'topic'];

/** The ARNs of the links of the account's own paths. */
async function chainOf(io: Io, options: FixOptions): Promise<readonly string[]> {
  const [file] = options.snapshot ?? [];
  const account = file === undefined ? await collectAccount(io, placeOf(options)) : await readSnapshot(io, file);
  const { controls, catalogue, benchmark } = await questionOf(options);
  const [{ audit }, { tool }] = await Promise.all([import('../chain/audit.js'), import('../version.js')]);
  const { results } = audit({
    accounts: [account],
    controls,
    catalogue,
    benchmark,
    includeAttempts: options.includeAttempts ?? false,
    generatedAt: io.now(),
    tool: tool(),
  });
  const links = results.flatMap(({ events }) => events.flatMap(({ path, paths }) => [path, ...paths].flat()));
  const own = links.filter(
    ({ kind, id }) => PROTECTED.includes(kind) && id.startsWith('arn:') && id.includes(`:${account.account}:`),
  );
  // Log groups are named with and without `:*` in policies, by what is asked of them.
  const arns = own.flatMap(({ kind, id }) => {
    const bare = id.replace(/:\*$/, '');
    return kind === 'log-group' ? [bare, `${bare}:*`] : [id];
  });
  if (arns.length === 0)
    throw new CliError(
      `account ${account.account} has no chain that could be protected`,
      'plan one first: `trailproof fix` without `--prevent`',
    );
  return [...new Set(arns)].sort();
}

async function print(io: Io, preventions: readonly Prevention[], options: FixOptions): Promise<void> {
  const { output, format } = options;
  if (output !== undefined && output !== '-' && format === 'terminal') {
    const files = preventions.map(({ name, document }) => ({
      name: `${name}.json`,
      text: `${prettyJson(document)}\n`,
    }));
    await writeFiles(io, files, {
      output: output.endsWith('/') ? output : `${output}/`,
      force: options.force ?? false,
    });
    await io.stderr.write(drawn(preventions, false, { width: widthOf(io.stderr, io.env), colour: false }));
    return;
  }
  const text =
    format === 'json'
      ? `${prettyJson({ schema: 'trailproof/prevent/1', preventions })}\n`
      : drawn(preventions, true, { width: widthOf(io.stdout, io.env), colour: wantsColour(io.stdout, io.env) });
  await writeOutput(io, output, text);
}

const WHERE = {
  'service-control-policy': 'a service control policy: attach it to an organizational unit or an account',
  'key-policy-statement': 'a statement to be added to the policy of each key that matters',
} as const satisfies Record<Prevention['kind'], string>;

function drawn(
  preventions: readonly Prevention[],
  withDocuments: boolean,
  options: { readonly width: number; readonly colour: boolean },
): string {
  const page = new Page({ ...options, verbose: false });
  for (const { name, title, kind, document, warnings } of neutralise(preventions)) {
    page.rule(`${name}.json`);
    page.labelled('', sentence(title), page.palette.strong);
    page.labelled('', sentence(WHERE[kind]));
    for (const warning of warnings) page.labelled('· ', sentence(warning), page.palette.unsure, page.palette.unsure);
    if (!withDocuments) continue;
    page.gap();
    for (const line of prettyJson(document).split('\n')) page.line(line);
  }
  return page.toString();
}
