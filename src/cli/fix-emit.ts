import { chmod, lstat, mkdir } from 'node:fs/promises';
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
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
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

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() ?? false;
}
