import type { AuditedAccount, AuditResult, ControlResult, EventResult } from '../chain/result.js';
import { prettyJson } from './json.js';
import { neutralise } from './neutralise.js';
import type { ReportOptions } from './report.js';
import {
  accountName,
  benchmarkWords,
  cisNumber,
  holdsOf,
  kindWords,
  literalWords,
  markOf,
  sentence,
  timeWords,
  timingWords,
} from './words.js';

/** For auditors: what was read, by whom and when, with the digest of the account file; a table; then each control with its evidence. */
export function renderMarkdown(result: AuditResult, options: ReportOptions): string {
  const safe = neutralise(result);
  const blocks = [
    '# Does the event reach a person?',
    ...opening(safe),
    ...safe.accounts.flatMap((account) => accountBlocks(safe, account, options)),
  ];
  if (safe.unread.length > 0) blocks.push('## What could not be read', unreadTable(safe));
  const lacking = [...new Set(safe.unsupported.map(({ operation }) => operation))];
  if (lacking.length > 0)
    blocks.push(`The endpoint does not know ${lacking.map(code).join(', ')}: taken as "nothing of that kind here".`);
  return `${blocks.join('\n\n')}\n`;
}

function opening(result: AuditResult): string[] {
  const evidence = result.accounts.map((account) => [
    md(accountName(account)),
    md(timeWords(account.readAt)),
    code(account.caller),
    md(account.regions.join(', ')) + (account.narrowed ? ' (narrowed by --region)' : ''),
    code(account.digest),
  ]);
  return [
    `Judged by ${md(result.tool.name)} ${md(result.tool.version)} at ${md(timeWords(result.generatedAt))}.`,
    table(['Account', 'Read at', 'Read by', 'Regions', 'Digest of the account file'], evidence),
  ];
}

function accountBlocks(result: AuditResult, account: AuditedAccount, options: ReportOptions): string[] {
  const results = result.results.filter((candidate) => candidate.account === account.id);
  if (results.length === 0) return [];
  const rows = results.map((control) => [
    `${markOf(holdsOf[control.verdict])} ${control.verdict}`,
    code(control.control),
    md(cisNumber(control, options.benchmark)),
    benchmarkWords[control.benchmark],
    literalWords(control.literal) ?? '–',
    md(control.summary),
  ]);
  return [
    `## Account ${md(accountName(account))}`,
    table(
      ['Verdict', 'Control', `CIS ${md(options.benchmark)}`, 'Procedure', 'Security Hub text', 'In a sentence'],
      rows,
    ),
    ...results.flatMap((control) => controlBlocks(control)),
  ];
}

function controlBlocks(control: ControlResult): string[] {
  const mark = markOf(holdsOf[control.verdict]);
  const blocks = [
    `### ${mark} ${md(control.control)}: ${md(control.title)}`,
    `**${control.verdict}**: ${md(sentence(control.summary))}`,
  ];
  if (control.aliases.length > 0) blocks.push(`Also known as ${md(control.aliases.join(', '))}.`);
  const frameworks = Object.entries(control.mappings.frameworks).map(
    ([name, ids]) => `${md(name)} ${md(ids.join(', '))}`,
  );
  if (frameworks.length > 0) blocks.push(`Asked for by ${frameworks.join('; ')}.`);
  const timing = timingWords(control);
  if (timing) blocks.push(md(sentence(timing)));
  blocks.push(`The benchmark's own procedure: **${benchmarkWords[control.benchmark]}**.${literalSentence(control)}`);
  if (control.benchmarkSteps.length > 0)
    blocks.push(
      table(
        ['Step', 'What it asks', '', 'Observed'],
        control.benchmarkSteps.map(({ step, title, holds, observed }) => [
          String(step),
          md(title),
          markOf(holds),
          md(observed),
        ]),
      ),
    );
  blocks.push(...distinctEvents(control.events).flatMap(eventBlocks));
  if (control.notes.length > 0) blocks.push('Worth knowing:', list(control.notes));
  if (control.blindSpots.length > 0)
    blocks.push(
      'Blind spots: the path itself depends on these keys, so it cannot report their own loss.',
      control.blindSpots.map((key) => `- ${code(key)}`).join('\n'),
    );
  if (control.otherConsumers.length > 0) blocks.push('Others that read these events:', list(control.otherConsumers));
  return blocks;
}

function literalSentence(control: ControlResult): string {
  const literal = literalWords(control.literal);
  return literal === null ? '' : ` Security Hub's literal text check: **${literal}**.`;
}

/** Events whose evidence is the same, but for the witness of a proof that has none, are shown once under all their names. */
function distinctEvents(events: readonly EventResult[]): { names: string[]; event: EventResult }[] {
  const groups = new Map<string, { names: string[]; event: EventResult }>();
  for (const event of events) {
    const key = JSON.stringify([
      event.verdict,
      event.path,
      event.paths,
      event.mend,
      event.reasons,
      event.regions,
      event.confirmed ?? null,
    ]);
    const group = groups.get(key);
    if (group) group.names.push(event.event);
    else groups.set(key, { names: [event.event], event });
  }
  return [...groups.values()];
}

function eventBlocks({ names, event }: { names: string[]; event: EventResult }): string[] {
  const blocks = [`#### ${markOf(holdsOf[event.verdict])} ${names.map(code).join(', ')}`];
  const where = event.regions.length > 0 ? ` in ${md(event.regions.join(', '))}` : '';
  const confirmed =
    event.confirmed === undefined ? '' : event.confirmed ? '; confirmed by AWS' : '; AWS answers otherwise';
  blocks.push(`${event.verdict}${where}${confirmed}.`);
  [event.path, ...event.paths].forEach((path, at) => {
    if (path.length === 0) return;
    if (at > 0) blocks.push('A further path that covers a part of these events:');
    blocks.push(
      table(
        ['', 'Link', 'Id', 'Region', 'Observed'],
        path.map((link) => [markOf(link.holds), kindWords[link.kind], code(link.id), md(link.region), md(link.reason)]),
      ),
    );
  });
  if (event.reasons.length > 0) blocks.push('Why:', list(event.reasons));
  if (event.witness !== null) {
    blocks.push(
      event.verdict === 'proved'
        ? 'An event of this class:'
        : event.verdict === 'broken'
          ? `An event that${event.mayTell?.length ? ', over what was read,' : ''} reaches nobody:`
          : 'An event of which it is not known whether it reaches anybody:',
    );
    blocks.push(fenced(prettyJson(event.witness)));
  }
  if (event.mend.length > 0) blocks.push('What would mend it:', list(event.mend));
  return blocks;
}

function unreadTable(result: AuditResult): string {
  return table(
    ['Account', 'Region', 'Operation', 'Error', 'Permission to add'],
    result.unread.map((item) => [
      md(item.account),
      md(item.region),
      code(item.operation),
      md(item.error),
      item.permission === '' ? '' : code(item.permission),
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const list = (items: readonly string[]) => items.map((item) => `- ${md(sentence(item))}`).join('\n');

/** Text as text: whatever Markdown or HTML would take for markup is escaped. Line breaks were neutralised before. */
export function md(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>|#~&]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : character === '&' ? '&amp;' : `\\${character}`,
    )
    .replace(/^[-+=]|(?<=^\d+)[.)](?=\s|$)/, '\\$&')
    .replace(/(https?):\/\//gi, '$1&#58;//');
}

/** A code span that holds any text, in a table too. */
export function code(text: string): string {
  if (text === '') return '';
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const inner = text.startsWith('`') || text.endsWith('`') ? ` ${text} ` : text;
  return `${fence}${inner.replaceAll('|', '\\|')}${fence}`;
}

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}
