import { readFileSync, writeFileSync } from 'node:fs';
import type { Configuration } from './configurations.js';
import type { Answer, Tool } from './tools.js';

/** What one tool said of one configuration; `error` where it could not be run. */
export type Cell = { readonly answer: Answer } | { readonly error: string };

export interface Judged {
  readonly configuration: Configuration;
  readonly cells: readonly Cell[]; // one for each tool
}

/** What one audit of the benchmark's own chain costs in every Region. */
interface Cost {
  readonly calls: number;
  readonly seconds: number;
}

export interface Comparison {
  readonly tools: readonly Tool[];
  readonly judged: readonly Judged[];
  readonly costs: readonly (Cost | null)[];
}

type Mark = 'right' | 'false pass' | 'false fail' | 'unknown';

const PAGE = 'docs/comparison.md';

/** Writes the two tables into their places in the page. */
export function writePage(comparison: Comparison): void {
  let page = readFileSync(PAGE, 'utf8');
  page = between(page, 'summary', summaryTable(comparison));
  page = between(page, 'configurations', configurationTable(comparison));
  writeFileSync(PAGE, page);
}

function between(page: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${PAGE} has no place for the ${name}: ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n${table}\n${page.slice(to)}`;
}

export function summaryTable({ tools, judged, costs }: Comparison): string {
  const [first] = costs;
  const rows = tools.map(({ name, version }, column) => {
    const marks = judged.map(({ configuration, cells }) => markOf(configuration, cells[column]));
    const count = (mark: Mark) => String(marks.filter((one) => one === mark).length);
    const cost = costs[column];
    const calls = cost ? `${cost.calls}${ratio(cost.calls, first?.calls)}` : 'not run';
    const seconds = cost ? `${cost.seconds.toFixed(1)}${ratio(cost.seconds, first?.seconds)}` : 'not run';
    const title = `${name} (${version})`;
    return [title, count('right'), count('false pass'), count('false fail'), count('unknown'), calls, seconds];
  });
  return markdown(['', 'right', 'false pass', 'false fail', 'unknown', 'API calls', 'seconds'], rows);
}

function ratio(value: number, base: number | undefined): string {
  return base === undefined || base === 0 || value === base ? '' : ` (${(value / base).toFixed(1)}×)`;
}

export function configurationTable({ tools, judged }: Comparison): string {
  return markdown(
    ['configuration', 'a person is told', 'because', ...tools.map(({ name }) => name)],
    judged.map(({ configuration, cells }) => [
      configuration.name,
      configuration.told ? 'yes' : 'no',
      configuration.because,
      ...cells.map((cell) => said(configuration, cell)),
    ]),
  );
}

function said(configuration: Configuration, cell: Cell): string {
  if ('error' in cell) return `could not run: ${cell.error.replaceAll('|', '\\|')}`;
  const mark = markOf(configuration, cell);
  return mark === 'false pass' || mark === 'false fail' ? `**${mark}**` : cell.answer;
}

function markOf({ told }: Configuration, cell: Cell | undefined): Mark {
  if (!cell || 'error' in cell || cell.answer === 'unknown') return 'unknown';
  if ((cell.answer === 'pass') === told) return 'right';
  return told ? 'false fail' : 'false pass';
}

function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
