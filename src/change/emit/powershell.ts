import type { Change } from '../change.js';
import type { Output, Step } from '../step.js';
import { asciiJson } from './ascii-json.js';
import { awsCommandOf, NOT_KNOWN_YET, OUTPUT_QUERIES } from './aws-command.js';
import { changeNotes, documentNotes, planNotes } from './notes.js';
import { aliasOf, type Captured, capturedBy } from './outputs.js';
import { printableAscii } from './printable.js';
import type { Script } from './script.js';

/**
 * A script for Windows PowerShell 5.1 and PowerShell 7. The two hand quotes to a program differently, so the JSON goes through a
 * file; 5.1 reads a script in the machine's own encoding, so all of it is ASCII.
 */
export function powershellScript(script: Script): string {
  const { plan, changes, notes } = script;
  const captured = capturedBy(changes);
  const region = powershellText(changes[0]?.step.region ?? 'us-east-1');
  const account = powershellText(plan.account);
  return [
    ...comment([...planNotes(plan), ...notes]),
    "$ErrorActionPreference = 'Stop'",
    '$PSNativeCommandUseErrorActionPreference = $false # exit codes are looked at below',
    'Get-Command aws | Out-Null',
    "$env:AWS_PAGER = '' # nothing waits for a key to be pressed",
    '',
    INVOKE_AWS,
    `$Account = Invoke-Aws sts get-caller-identity -Region ${region} -InputJson '{}' -Query Account`,
    `if ($Account -ne ${account}) {`,
    `  throw ('these credentials are of account ' + $Account + ', the plan is for ' + ${account})`,
    '}',
    '',
    ...changes.map((change, index) => block(change, index, script, captured)),
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

function call(change: Change, { changes }: Script, captured: ReadonlyMap<string, Captured>): readonly string[] {
  const { step, id } = change;
  const { exists, waits } = awsCommandOf(step.operation);
  const made = command(step, 100, captured);
  const needed = captured.get(id);
  if (!needed) return [`${made}${exists ? ` -Exists ${exists}` : ''}${waits ? ' -UntilKnown' : ''}`];
  const name = variable(needed);
  const query = `-Query ${OUTPUT_QUERIES[needed.output]}`;
  const shown = `Write-Host ('  ${name} = ' + ${name})`;
  const alias = step.operation === 'kms:CreateKey' ? aliasOf(id, changes) : null;
  if (alias === null) return [`${name} = ${made} ${query}`, shown];
  const key = asciiJson({ KeyId: alias }, { width: 100, output: () => '' });
  const before = `Invoke-Aws kms describe-key -Region ${powershellText(step.region)} -InputJson '${key}' ${query}`;
  return [
    `${name} = ${before} -Exists NotFoundException`, // answers nothing where there is no such alias
    `if (-not ${name}) {`,
    `  ${name} = ${made} ${query}`,
    '}',
    shown,
  ];
}

/** The JSON stands between single quotes, which it never holds; a variable is added to it as text. */
function command(step: Step, width: number, captured: ReadonlyMap<string, Captured>): string {
  const { service, command: name } = awsCommandOf(step.operation);
  const output = ({ of }: Output) => `' + ${variable(captured.get(of)!)} + '`;
  const json = `'${asciiJson(step.input, { width, output })}'`;
  const argument = json.includes("' + $") ? `(${json})` : json;
  return `Invoke-Aws ${service} ${name} -Region ${powershellText(step.region)} -InputJson ${argument}`;
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

const INVOKE_AWS = `# Runs the AWS CLI. -Exists: the error code that is no failure; -UntilKnown: a role or a bucket policy that was just made takes
# some seconds to be known everywhere; -Query: what of the answer is handed back.
function Invoke-Aws {
  param([string] $Service, [string] $Command, [string] $Region, [string] $InputJson,
    [string] $Query = '', [string] $Exists = '', [switch] $UntilKnown)
  $ErrorActionPreference = 'Continue' # what the program writes to standard error is read, not thrown
  $file = [System.IO.Path]::GetTempFileName()
  try {
    [System.IO.File]::WriteAllText($file, $InputJson)
    $arguments = @($Service, $Command, '--region', $Region, '--cli-input-json', ('file://' + $file), '--output', 'text')
    if ($Query -ne '') { $arguments += @('--query', $Query) }
    for ($try = 1; ; $try++) {
      $answer = @(& aws $arguments 2>&1)
      $status = $LASTEXITCODE
      $said = @($answer | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { $_.ToString() }) -join ' '
      if ($status -eq 0) { break }
      if ($Exists -ne '' -and $said.Contains('(' + $Exists + ') when calling')) { return }
      $early = $said -match '\\((${NOT_KNOWN_YET.join('|')})\\) when calling'
      if (-not ($UntilKnown -and $early -and $try -lt 24)) {
        throw ('aws ' + $Service + ' ' + $Command + ' failed; what was made before stays, and the script can be run again: ' + $said)
      }
      Start-Sleep -Seconds 5
    }
    if ($Query -ne '') {
      (@($answer | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }) -join '').Trim()
    }
  } finally {
    Remove-Item -LiteralPath $file
  }
}
`;
