import { chmod, lstat, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Plan } from '../change/change.js';
import type { EmittedFile } from '../change/emit/emission.js';
import { neutraliseText } from '../report/neutralise.js';
import { countWords } from '../report/words.js';
import { CliError, fileError } from './cli-error.js';
import type { FixOptions } from './fix-options.js';
import type { Io } from './io.js';
import { writeOutput } from './write-output.js';

const NAMES = { 'aws-cli': 'the AWS CLI', terraform: 'Terraform', cloudformation: 'CloudFormation' };

/** The plan in another form: to standard output, or into a folder or a file. */
export async function emitPlan(io: Io, plan: Plan, { emit = 'aws-cli', shell = 'bash', ...options }: FixOptions) {
  const { emitters } = await import('../change/emit/emitters.js');
  const { files, beside } = emitters[emit](plan, { shell });
  if (emit === 'terraform') await refuseOtherModules(plan, files, options.output);
  await writeFiles(io, files, options);
  if (beside.length === 0) return;
  const script = files.find(({ name }) => name.startsWith('beside-'))?.name ?? 'the script beside it';
  const of = countWords(plan.changes.length, 'change');
  const said =
    files.length === 1
      ? `nothing of ${of} can be made by ${NAMES[emit]}: ${script} makes it with the AWS CLI`
      : `${beside.length} of ${of} cannot be made by it: ${script} is run after it`;
  await io.stderr.write(`trailproof: ${said}\n`);
}

/**
 * Terraform destroys what is in its state and no longer in its files, and reads every file of a folder: a plan goes beside no other
 * one and nobody's own module, not even with `--force`. The same plan may be written again.
 */
async function refuseOtherModules(plan: Plan, files: readonly EmittedFile[], output: string | undefined) {
  if (output === undefined || output === '-' || !files.some(({ name }) => name.endsWith('.tf'))) return;
  const found = (await readdir(output).catch(() => [])).filter((name) => IS_TERRAFORM.test(name));
  if (found.length === 0) return;
  const { TERRAFORM_MARK_FILE, terraformMark } = await import('../change/emit/terraform.js');
  const marked = await readFile(join(output, TERRAFORM_MARK_FILE), 'utf8').catch(() => '');
  if (marked.split('\n').includes(`# ${terraformMark(plan)}`)) return;
  throw new CliError(
    `\`${output}\` holds Terraform files of something else (\`${found[0]}\`), and nothing was written`,
    'Terraform destroys what its files no longer hold: give each plan a folder of its own with `-o`',
  );
}

const IS_TERRAFORM = /\.(tf|tofu)(\.json)?$|\.tfstate(\.backup)?$|^\.terraform/;

/**
 * Several files go below a folder that is made where it is missing; a single one may be named. Files that are there stay as they
 * are, all of them, unless `force`: somebody may have gone on with them.
 */
export async function writeFiles(
  io: Io,
  files: readonly EmittedFile[],
  { output, force = false }: Pick<FixOptions, 'output' | 'force'>,
): Promise<void> {
  if (output === undefined || output === '-') {
    const [only] = files.length === 1 ? files : [];
    await io.stdout.write(only ? only.text : files.map(({ name, text }) => headed(name, text)).join('\n'));
    return;
  }
  const isFile = files.length === 1 && !output.endsWith('/') && !(await isFolder(output));
  const folder = isFile ? dirname(output) : output;
  const places = files.map(({ name, text }) => ({ path: join(folder, isFile ? basename(output) : name), text }));
  if (!force)
    for (const { path } of places)
      if (await lstat(path).catch(() => null))
        throw new CliError(
          `\`${path}\` is there already, and nothing was written`,
          'name another place with `-o`, or replace what is there with `--force`',
        );
  if (!isFile)
    await makeFolder(folder).catch((error: unknown) => {
      throw fileError('write', folder, error, 'name another folder with `-o`');
    });
  for (const { path, text } of places) {
    await writeOutput(io, path, text);
    if (text.startsWith('#!')) await chmod(path, 0o755);
  }
  const names = places.map(({ path }) => path).join(', ');
  await io.stderr.write(`trailproof: ${neutraliseText(names)} written\n`);
}

/** A comment in every form that is emitted in several files. */
function headed(name: string, text: string): string {
  return `# ── ${name} ${'─'.repeat(Math.max(3, 74 - name.length))}\n\n${text.endsWith('\n') ? text : `${text}\n`}`;
}

/** With the folders above it. Not `recursive` of Node: below /proc, where no folder can be made, that never ends. */
async function makeFolder(path: string): Promise<void> {
  const above = dirname(path);
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (await isFolder(path)) return;
    if (code !== 'ENOENT' || above === path) throw error;
    await makeFolder(above);
    await mkdir(path);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
