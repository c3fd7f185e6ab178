import type { BenchmarkStep } from '../chain/result.js';
import { truncate } from './columns.js';
import type { FindingControl } from './finding.js';
import type { Page } from './page.js';
import { holdsPaint } from './palette.js';
import { benchmarkWords, literalWords, markOf } from './words.js';

const INDENT = '             ';

/** The second answer: the seven steps of the benchmark's procedure with what was observed, and the text check beside it. */
export function drawSteps(page: Page, controls: readonly FindingControl[], label: string): void {
  const { control } = controls[0]!;
  const same = controls.every((other) => sameSteps(other.control.benchmarkSteps, control.benchmarkSteps));
  const whose = same || controls.length === 1 ? '' : ` (of ${control.control}; --verbose shows the others')`;
  const literal = literalWords(control.literal);
  const hub = literal === null ? '' : `; Security Hub's text check ${literal}`;
  page.labelled(label, `the benchmark's own procedure: ${benchmarkWords[control.benchmark]}${hub}${whose}`);
  drawList(page, control.benchmarkSteps);
  if (!page.verbose || same) return;
  for (const other of controls.slice(1)) {
    page.labelled(INDENT, `${other.control.control}: ${benchmarkWords[other.control.benchmark]}`);
    drawList(page, other.control.benchmarkSteps);
  }
}

function drawList(page: Page, steps: readonly BenchmarkStep[]): void {
  for (const { step, title, holds, observed } of steps) {
    const head = `${INDENT}${markOf(holds)} ${step} `;
    const text = observed === '' ? title : `${title}: ${observed}`;
    if (holds === true && !page.verbose) page.line(page.palette.quiet(truncate(head + text, page.width)));
    else page.labelled(head, text, page.palette.plain, holdsPaint(page.palette, holds));
  }
}

function sameSteps(a: readonly BenchmarkStep[], b: readonly BenchmarkStep[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
