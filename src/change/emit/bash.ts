import type { Change } from '../change.js';
import type { Output, Step } from '../step.js';
import { asciiJson, type JsonStyle } from './ascii-json.js';
import { awsCommandOf, keyQuery } from './aws-command.js';
import { bashHelpers } from './bash-helpers.js';
import { type Look, lookBefore, lookQuery } from './look.js';
import { changeNotes, documentNotes, planNotes } from './notes.js';
import { type Captured, capturedBy } from './outputs.js';
import { printable } from './printable.js';
import type { Script } from './script.js';
import { sendingOf } from './sending.js';

/** A script for bash 3.2 and later and either version of the AWS CLI. It can be run again after it was stopped. */
export function bashScript(script: Script): string {
  const { plan, changes, notes } = script;
  const captured = capturedBy(changes);
  const body = changes.map((change, index) => block(change, index, script, captured)).join('\n');
  const region = bashWord(changes[0]?.step.region ?? 'us-east-1');
  return [
    '#!/usr/bin/env bash',
    ...comment([...planNotes(plan), ...notes]),
    'set -euo pipefail',
    "export AWS_PAGER='' # nothing waits for a key to be pressed",
    '',
    STOP,
    ...bashHelpers(body),
    'account=$(aws sts get-caller-identity --region '.concat(region, ' --query Account --output text)'),
    `if [ "$account" != ${bashWord(plan.account)} ]; then`,
    `  printf 'these credentials are of account %s, the plan is for %s\\n' "$account" ${bashWord(plan.account)} >&2`,
    '  exit 1',
    'fi',
    'trap stop ERR',
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

const STOP = `stop() {
  printf 'stopped; what was made before stays, and the script can be run again\\n' >&2
  exit 1
}
`;

/** The lines that carry a change out, unless it was carried out before. */
function call(change: Change, script: Script, captured: ReadonlyMap<string, Captured>): readonly string[] {
  const { step } = change;
  const style = styleOf(captured);
  const look = lookBefore(change, script.plan.changes);
  const lines = sending(change, script, captured);
  if (look === null) return lines;
  return [
    `if is_to_do ${look.absent ?? '-'} ${asked(look, step, style)}; then`,
    ...lines.map((line) => `  ${line}`),
    'fi',
  ];
}

function asked(look: Look, { region }: Step, style: JsonStyle): string {
  const { service, command: name, input } = look;
  const call = `aws ${service} ${name} --region ${bashWord(region)} --cli-input-json '${asciiJson(input, style)}'`;
  return `${call} \\\n  --query '${lookQuery(look, style.output)}'`;
}

function sending(change: Change, { changes }: Script, captured: ReadonlyMap<string, Captured>): readonly string[] {
  const { step } = change;
  const style = styleOf(captured);
  const sent = command(step, style);
  const how = sendingOf(change, changes, captured);
  if (how.kind === 'plain') {
    const { exists, waits } = how;
    if (exists === null && !waits) return [`${sent} >/dev/null`];
    return [`${exists === null ? '' : `unless_there ${exists} `}${waits ? 'until_known ' : ''}${sent}`];
  }
  const name = variable(how.variable);
  const made = `${name}=$(${sent} --query ${how.query} --output text)`;
  const shown = `printf '  ${name}=%s\\n' "$${name}"`;
  if (how.key === null) return [made, shown];
  const key = asciiJson({ KeyId: how.key.alias }, style);
  const before = `${name}=$(key_of ${bashWord(step.region)} '${key}' '${keyQuery(how.key.description)}')`;
  return [before, `if [ -z "$${name}" ]; then`, `  ${made}`, 'fi', shown];
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
