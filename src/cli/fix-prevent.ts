import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '../account/account.js';
import type { Prevention, PreventScope } from '../change/prevent.js';
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
  refuseUseless(options);
  const { prevent } = await import('../change/prevent.js');
  const role = options.breakGlass ?? '';
  const checked = prevent(role);
  if (!checked.ok) throw new CliError(checked.error.message, checked.error.help);
  const answer = isNamed(options) ? prevent(role, await scopeOf(io, options)) : checked;
  if (!answer.ok) throw new CliError(answer.error.message, answer.error.help);
  await print(io, answer.preventions, options);
  return EXIT.proved;
}

const isNamed = ({ snapshot, profile }: FixOptions): boolean => snapshot !== undefined || profile !== undefined;

/** What says which chain, where no account is read; and a second account, of which nothing would be read. */
function refuseUseless(options: FixOptions): void {
  const { control, controls, benchmark, includeAttempts, region, endpointUrl } = options;
  const useless = Object.entries({
    '--control': control,
    '--controls': controls,
    '--benchmark': benchmark,
    '--include-attempts': includeAttempts,
    '--region': region,
    '--endpoint-url': endpointUrl,
  }).find(([, value]) => value !== undefined);
  if (useless && !isNamed(options))
    throw new CliError(
      `\`${useless[0]}\` says nothing where no account is read, and \`--prevent\` reads only one that is named`,
      'name it with `--profile` or `--snapshot`',
    );
  for (const [name, values] of [
    ['--profile', options.profile],
    ['--snapshot', options.snapshot],
  ] as const)
    if ((values ?? []).length > 1)
      throw new CliError(`\`--prevent\` is for the chain of one account, and \`${name}\` names several`, 'give one');
}

/** The chain of the account: of every Region, what reports the events of the controls. */
async function scopeOf(io: Io, options: FixOptions): Promise<PreventScope> {
  const [file] = options.snapshot ?? [];
  const account = file === undefined ? await collectAccount(io, placeOf(options)) : await readSnapshot(io, file);
  const { controls, catalogue, benchmark } = await questionOf(options);
  const [{ audit }, { chainArns }, { tool }] = await Promise.all([
    import('../chain/audit.js'),
    import('../change/chain-arns.js'),
    import('../version.js'),
  ]);
  const asked = { benchmark, includeAttempts: options.includeAttempts ?? false };
  const { results } = audit({
    accounts: [account],
    controls,
    catalogue,
    ...asked,
    generatedAt: io.now(),
    tool: tool(),
  });
  const chain = chainArns(account, controls, asked, results);
  if (chain.length === 0)
    throw new CliError(
      `account ${account.account} has no chain that could be protected`,
      'plan one first: `trailproof fix` without `--prevent`',
    );
  return { account: account.account, partition: account.partition, chain, keyPolicies: keyPoliciesOf(account) };
}

function keyPoliciesOf({ reads }: Account): PreventScope['keyPolicies'] {
  return reads.flatMap(({ operation, input, pages }) => {
    if (operation !== 'kms:GetKeyPolicy') return [];
    const policy = pages.map((page) => page.Policy).find((text) => typeof text === 'string');
    return policy === undefined ? [] : [{ key: String(input.KeyId), policy }];
  });
}

async function print(io: Io, preventions: readonly Prevention[], options: FixOptions): Promise<void> {
  const { output, format } = options;
  if (output !== undefined && output !== '-' && format === 'terminal') {
    const files = preventions.map(({ name, document }) => ({
      name: `${name}.json`,
      text: `${prettyJson(document)}\n`,
    }));
    await refuseOthers(output, files);
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

/**
 * A policy of an earlier run that this one does not write again, with another role or another chain, would be attached with the rest:
 * it is for whoever wrote it to take away, not for `--force`.
 */
async function refuseOthers(folder: string, files: readonly { readonly name: string }[]): Promise<void> {
  const found = await readdir(folder).catch(() => []);
  const other = found.find(
    (name) => /^protect-the-chain(?:-\d+)?\.json$/.test(name) && !files.some((one) => one.name === name),
  );
  if (other === undefined) return;
  throw new CliError(
    `\`${join(folder, other)}\` is of an earlier run and no part of this one, and nothing was written`,
    'it would be attached with the others: delete it, or name another folder with `-o`',
  );
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
