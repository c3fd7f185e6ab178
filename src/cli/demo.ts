import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { paletteOf } from '../report/palette.js';
import { printResult, readSnapshot } from './audit.js';
import { CliError } from './cli-error.js';
import { EXIT } from './exit-status.js';
import { type Io, wantsColour } from './io.js';
import { loadCatalogue, selectByName } from './load-catalogue.js';

const RECORDED = fileURLToPath(new URL('../../examples/silent-key-loss.json', import.meta.url));

/**
 * The main job on a recorded account, for somebody who has just installed this: every name in it looks right, and nobody
 * would hear of a lost key. Ends with 0, because it showed what it should; an audit would end with 1.
 */
export async function demo(io: Io): Promise<number> {
  if (!existsSync(RECORDED))
    throw new CliError('the recorded account of the demonstration is missing', 'install trailproof again');
  const account = await readSnapshot(io, RECORDED);
  const catalogue = await loadCatalogue([]);
  const { controls, benchmark, version } = await selectByName(catalogue, ['kms-key-loss'], undefined);
  const [{ audit }, { tool }] = await Promise.all([import('../chain/audit.js'), import('../version.js')]);
  const result = audit({
    accounts: [account],
    controls,
    catalogue,
    benchmark,
    includeAttempts: false,
    generatedAt: io.now(),
    tool: tool(),
  });
  const { strong, quiet } = paletteOf(wantsColour(io.stdout, io.env));
  await io.stdout.write(
    `${strong('A demonstration on a recorded account; nothing is read from AWS.')}
The account watches for the loss of KMS keys as the CIS benchmark asks: a trail,
a metric filter, an alarm, a topic and a subscriber, and every name looks right.
Somebody disables a key: who is told? Below are the answer, the way that the
event takes (✓ lets it pass, ✗ stops it), and an event that reaches nobody.\n\n`,
  );
  await printResult(io, result, { format: 'terminal', version });
  // As it was called: in a checkout by npm, installed by its name.
  const name = io.env.npm_lifecycle_event === 'start' ? 'npm start --' : 'trailproof';
  const next = (command: string, what: string) => `  ${name} ${command.padEnd(20)}  ${quiet(what)}\n`;
  await io.stdout.write(
    `\n${strong('Your own account:')}\n${next('audit --profile prod', 'read it and judge all controls')}${next(
      'fix --profile prod',
      'plan what mends it; changes nothing',
    )}${next('permissions audit', 'the IAM policy that this needs (read only)')}${next('--help', 'everything else')}`,
  );
  return EXIT.proved;
}
