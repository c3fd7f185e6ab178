import type { Change } from '../change.js';
import type { Output, Step } from '../step.js';
import { asciiJson } from './ascii-json.js';
import { awsCommandOf, createdKey } from './aws-command.js';
import { expectedJson } from './expected.js';
import { type Look, lookBefore, lookJson } from './look.js';
import { changeNotes, documentNotes, planNotes } from './notes.js';
import { type Captured, capturedBy } from './outputs.js';
import { powershellHelpers } from './powershell-helpers.js';
import { printableAscii } from './printable.js';
import type { Script } from './script.js';
import { sendingOf } from './sending.js';

/**
 * A script for Windows PowerShell 5.1 and PowerShell 7. The two hand quotes to a program differently, so the JSON goes through a
 * file; 5.1 reads a script in the machine's own encoding, so all of it is ASCII.
 */
export function powershellScript(script: Script): string {
  const { plan, changes, notes } = script;
  const captured = capturedBy(changes);
  const body = changes.map((change, index) => block(change, index, script, captured)).join('\n');
  const region = powershellText(changes[0]?.step.region ?? 'us-east-1');
  const account = powershellText(plan.account);
  return [
    ...comment([...planNotes(plan), ...notes]),
    "$ErrorActionPreference = 'Stop'",
    '$PSNativeCommandUseErrorActionPreference = $false # exit codes are looked at below',
    'Get-Command aws | Out-Null',
    "$env:AWS_PAGER = '' # nothing waits for a key to be pressed",
    '',
    ...powershellHelpers(body),
    `$Account = Invoke-Aws sts get-caller-identity -Region ${region} -InputJson '{}' -Query Account`,
    `if ($Account -ne ${account}) {`,
    `  throw ('these credentials are of account ' + $Account + ', the plan is for ' + ${account})`,
    '}',
    '',
    body,
  ].join('\n');
}

function block(change: Change, index: number, script: Script, captured: ReadonlyMap<string, Captured>): string {
  const title = printableAscii(change.title);
  const undo = change.undo.map((step) => `undo: ${command(step, Number.POSITIVE_INFINITY, captured)}`);
  return [
    ...comment([`${index + 1}. ${title}`, ...indented([...changeNotes(change), ...undo, ...documentNotes(change)])]),
    `Write-Host ${powershellText(`[${index + 1}/${script.changes.length}] ${title}`)}`,
    ...call(change, script, captured),
    '',
  ].join('\n');
}

function call(change: Change, script: Script, captured: ReadonlyMap<string, Captured>): readonly string[] {
  const look = lookBefore(change, script.plan.changes);
  const lines = sending(change, script, captured);
  if (look === null) return lines;
  return [`if (${asked(look, change.step, captured)}) {`, ...lines.map((line) => `  ${line}`), '}'];
}

function asked(look: Look, { region }: Step, captured: ReadonlyMap<string, Captured>): string {
  const { service, command: name, input, absent } = look;
  const on = `Test-ToDo ${service} ${name} -Region ${powershellText(region)} -InputJson ${argument(input, 100, captured)}`;
  const wanted = argument(lookJson(look), Number.POSITIVE_INFINITY, captured);
  return `${on}${absent === null ? '' : ` -Absent ${absent}`} -Look ${wanted}`;
}

function sending(change: Change, { changes }: Script, captured: ReadonlyMap<string, Captured>): readonly string[] {
  const { step } = change;
  const sent = command(step, 100, captured);
  const how = sendingOf(change, changes, captured);
  if (how.kind === 'plain')
    return [`${sent}${how.exists === null ? '' : ` -Exists ${how.exists}`}${how.waits ? ' -UntilKnown' : ''}`];
  const name = variable(how.variable);
  const made = `${name} = ${sent} -Query ${how.query}`;
  const shown = `Write-Host ('  ${name} = ' + ${name})`;
  if (how.key === null) return [made, shown];
  const key = argument({ KeyId: how.key.alias }, 100, captured);
  const created = argument(expectedJson(createdKey(how.key.description)), Number.POSITIVE_INFINITY, captured);
  const before = `${name} = Find-Key -Region ${powershellText(step.region)} -InputJson ${key} -Expected ${created}`;
  return [before, `if (-not ${name}) {`, `  ${made}`, '}', shown];
}

/** The JSON stands between single quotes, which it never holds; a variable is added to it as text. */
function command(step: Step, width: number, captured: ReadonlyMap<string, Captured>): string {
  const { service, command: name } = awsCommandOf(step.operation);
  return `Invoke-Aws ${service} ${name} -Region ${powershellText(step.region)} -InputJson ${argument(step.input, width, captured)}`;
}

function argument(value: unknown, width: number, captured: ReadonlyMap<string, Captured>): string {
  const output = ({ of }: Output) => `' + ${variable(captured.get(of)!)} + '`;
  const json = `'${asciiJson(value, { width, output })}'`;
  return json.includes("' + $") ? `(${json})` : json;
}

function variable({ parts: [word, number] }: Captured): string {
  return `$${word[0]!.toUpperCase()}${word.slice(1)}${number}`;
}

/** A text that PowerShell reads as it stands. Typographic quotes would end it as well: outside ASCII all is written out. */
export function powershellText(text: string): string {
  return `'${printableAscii(text).replaceAll("'", "''")}'`;
}

function comment(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `# ${printableAscii(line)}`.trimEnd());
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `   ${line}`);
}
