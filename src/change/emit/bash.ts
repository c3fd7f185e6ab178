import type { Change } from '../change.js';
import type { Output, Step } from '../step.js';
import { asciiJson, type JsonStyle } from './ascii-json.js';
import { awsCommandOf, NOT_KNOWN_YET, OUTPUT_QUERIES } from './aws-command.js';
import { changeNotes, documentNotes, planNotes } from './notes.js';
import { aliasOf, type Captured, capturedBy } from './outputs.js';
import { printable } from './printable.js';
import type { Script } from './script.js';

/** A script for bash 3.2 and later and either version of the AWS CLI. It can be run again after it was stopped. */
export function bashScript(script: Script): string {
  const { plan, changes, notes } = script;
  const captured = capturedBy(changes);
  const body = changes.map((change, index) => block(change, index, script, captured)).join('\n');
  const helpers = HELPERS.filter(({ name }) => body.includes(`${name} `)).map(({ text }) => text);
  const region = bashWord(changes[0]?.step.region ?? 'us-east-1');
  return [
    '#!/usr/bin/env bash',
    ...comment([...planNotes(plan), ...notes]),
    'set -euo pipefail',
    "export AWS_PAGER='' # nothing waits for a key to be pressed",
    '',
    ...helpers,
    'account=$(aws sts get-caller-identity --region '.concat(region, ' --query Account --output text)'),
    `if [ "$account" != ${bashWord(plan.account)} ]; then`,
    `  printf 'these credentials are of account %s, the plan is for %s\\n' "$account" ${bashWord(plan.account)} >&2`,
    '  exit 1',
    'fi',
    'trap \'printf "stopped; what was made before stays, and the script can be run again\\n" >&2\' ERR',
    '',
    body,
  ].join('\n');
}

function block(change: Change, index: number, script: Script, captured: ReadonlyMap<string, Captured>): string {
  const style = styleOf(captured);
  const title = printable(change.title);
  const undo = change.undo.map((step) => `undo: ${command(step, { ...style, width: Number.POSITIVE_INFINITY })}`);
  return [
    ...comment([`${index + 1}. ${title}`, ...indented([...changeNotes(change), ...undo, ...documentNotes(change)])]),
    `printf '%s\\n' ${bashWord(`[${index + 1}/${script.changes.length}] ${title}`)}`,
    ...call(change, script, captured),
    '',
  ].join('\n');
}

/** The lines that carry a change out, unless it was carried out before. */
function call(change: Change, { changes }: Script, captured: ReadonlyMap<string, Captured>): readonly string[] {
  const { step, id } = change;
  const { exists, waits } = awsCommandOf(step.operation);
  const style = styleOf(captured);
  const needed = captured.get(id);
  if (needed) {
    const name = variable(needed);
    const query = `--query ${OUTPUT_QUERIES[needed.output]} --output text`;
    const made = `${name}=$(${command(step, style)} ${query})`;
    const shown = `printf '  ${name}=%s\\n' "$${name}"`;
    const alias = step.operation === 'kms:CreateKey' ? aliasOf(id, changes) : null;
    if (alias === null) return [made, shown];
    const key = asciiJson({ KeyId: alias }, style);
    const before = `${name}=$(key_of ${bashWord(step.region)} '${key}')`;
    return [before, `if [ -z "$${name}" ]; then`, `  ${made}`, 'fi', shown];
  }
  const wrapped = `${exists ? `unless_there ${exists} ` : ''}${waits ? 'until_known ' : ''}${command(step, style)}`;
  return [exists || waits ? wrapped : `${wrapped} >/dev/null`];
}

/** The AWS CLI command of a step, on one line; a value that only running the plan tells is a variable that the reader sets. */
export function bashUndo(step: Step): string {
  return command(step, { width: Number.POSITIVE_INFINITY, output: ({ output }) => `'"$${output}"'` });
}

function command(step: Step, style: JsonStyle): string {
  const { service, command: name } = awsCommandOf(step.operation);
  return `aws ${service} ${name} --region ${bashWord(step.region)} --cli-input-json '${asciiJson(step.input, style)}'`;
}

/** The JSON stands between single quotes, which it never holds; a variable ends them, stands between double ones, and opens them again. */
function styleOf(captured: ReadonlyMap<string, Captured>): JsonStyle {
  return { width: 100, output: ({ of }: Output) => `'"$${variable(captured.get(of)!)}"'` };
}

function variable({ parts }: Captured): string {
  return parts.join('_');
}

/** One word of a command line, quoted where the shell would read anything in it. A word cannot hold NUL. */
export function bashWord(text: string): string {
  if (/^[A-Za-z0-9_./:@][A-Za-z0-9_./:@-]*$/.test(text)) return text;
  return `'${text.replaceAll('\0', '\u{fffd}').replaceAll("'", "'\\''")}'`;
}

function comment(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `# ${printable(line)}`.trimEnd());
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `   ${line}`);
}

const HELPERS: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'unless_there',
    text: `# unless_there CODE COMMAND: runs it; AWS's error CODE says that the thing is there already, which is no failure.
unless_there() {
  local code=$1 said
  shift
  if said=$("$@" 2>&1); then return 0; fi
  case $said in
    *"($code) when calling"*) printf '  is there already\\n' ;;
    *)
      printf '%s\\n' "$said" >&2
      return 1
      ;;
  esac
}
`,
  },
  {
    name: 'until_known',
    text: `# until_known COMMAND: a role or a bucket policy that was just made takes some seconds to be known everywhere.
until_known() {
  local said tries=1
  until said=$("$@" 2>&1); do
    case $said in
${NOT_KNOWN_YET.map((code) => `      *"(${code}) when calling"*) ;;`).join('\n')}
      *) tries=24 ;;
    esac
    if [ "$tries" -ge 24 ]; then
      printf '%s\\n' "$said" >&2
      return 1
    fi
    tries=$((tries + 1))
    sleep 5
  done
}
`,
  },
  {
    name: 'key_of',
    text: `# key_of REGION INPUT: the id of the key that an alias names; nothing where there is no such alias.
key_of() {
  local said
  if aws kms describe-key --region "$1" --cli-input-json "$2" --query KeyMetadata.KeyId --output text 2>/dev/null; then
    return 0
  fi
  if said=$(aws kms describe-key --region "$1" --cli-input-json "$2" 2>&1 >/dev/null); then
    key_of "$@" # the first try failed in passing
    return
  fi
  case $said in
    *'(NotFoundException) when calling'*) ;;
    *)
      printf '%s\\n' "$said" >&2
      return 1
      ;;
  esac
}
`,
  },
];
