import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import type { AwsOptions } from '../aws/settings.js';
import type { TimeRange } from '../cloudtrail/object-name.js';
import type { Alert } from '../detect/alert.js';
import { createEngine, type EngineResult } from '../detect/engine.js';
import type { KeyStates } from '../detect/key-states.js';
import { boundWords } from '../detect/limits.js';
import { shortRangeWords } from '../detect/short-range.js';
import type { ScanReport } from '../report/scan-report.js';
import { scanItems } from '../scan/scan-items.js';
import { tool } from '../version.js';
import type { Io } from './io.js';
import type { ChosenRules } from './load-rules.js';
import { type ScanInput, scanInput } from './scan-input.js';
import { takeAround, takeMatches } from './take-match.js';

export interface ScanQuestion {
  readonly paths: readonly string[];
  readonly chosen: ChosenRules;
  readonly range: TimeRange;
  readonly aws: AwsOptions;
  /** The most alerts of which it is told what lies around them. */
  readonly context: number;
  readonly workers: number | undefined;
}

/** The report, and what a store keeps beside it. */
export interface Scanned {
  readonly report: ScanReport;
  readonly keyStates: KeyStates;
}

/** Reads the logs once for the rules, and the part of them that lies around the alerts once more. */
export async function runScan(io: Io, question: ScanQuestion): Promise<Scanned> {
  const { chosen } = question;
  const clock = stopwatch();
  const input = scanInput(io, question.paths, question.range, question.aws);
  const { totals, told, result, wrong } = await firstPass(io, input, question);
  const { coverage, problems, skipped } = told;
  const first = clock();
  const alerts = await withContext(input, result, question);
  const seconds = clock();
  const report: ScanReport = {
    tool: tool(),
    stats: {
      files: totals.items,
      bytesRead: totals.bytesRead,
      bytesInflated: totals.bytesInflated,
      events: totals.events,
      seconds,
      contextSeconds: alerts === result.alerts ? 0 : seconds - first,
    },
    alerts,
    suppressed: result.suppressed,
    problems: [...problems, ...result.problems],
    coverage,
    skipped,
    notes: [
      ...chosen.notes,
      ...wrong.map(({ message }) => message),
      ...shortRangeWords(chosen.rules, question.range, io.now()),
      ...result.bounds.map(boundWords),
      ...told.notes,
      ...(alerts === result.alerts ? [] : told.readOnce),
      ...(totals.parseAll.length > 0
        ? [`every record was parsed, because any may match ${totals.parseAll.join(', ')}`]
        : []),
    ],
    rules: new Map(chosen.rules.map((rule) => [rule.id, rule])),
  };
  return { report, keyStates: result.keyStates };
}

/** The engine, and all that it has kept, ends with it. */
async function firstPass(io: Io, input: ScanInput, { chosen, range, workers }: ScanQuestion) {
  const engine = createEngine(chosen.rules, { exceptions: chosen.exceptions, now: io.now() });
  const totals = await scanItems(
    input.items(),
    { rules: engine.plan.rules, ...bounds(range) },
    {
      ...(workers !== undefined && { workers }),
      onItem(result) {
        takeMatches(engine, result, input);
        if (result.matched.length > 0) keepHeapSmall();
        input.note(result);
      },
    },
  );
  const told = input.told();
  return { totals, told, result: engine.finish({ logsFrom: told.coverage.from }), wrong: engine.problems };
}

async function withContext(
  input: ScanInput,
  { alerts, identities }: Pick<EngineResult, 'alerts' | 'identities'>,
  { context, workers }: ScanQuestion,
): Promise<readonly Alert[]> {
  if (context <= 0 || alerts.length === 0) return alerts;
  const [{ contextNeeds }, { createContext }] = await Promise.all([
    import('../detect/context-needs.js'),
    import('../detect/context.js'),
  ]);
  const needs = contextNeeds(alerts, identities, context);
  if (needs.plan === null) return alerts;
  const around = createContext(needs);
  await scanItems(input.again(needs.plan), needs.plan, {
    ...(workers !== undefined && { workers }),
    onItem(result) {
      takeAround(around, result, input.problem);
    },
  });
  return around.finish(alerts);
}

/** Megabytes in use, from which on the heap is cleaned often; before, that would only cost time. */
const LARGE_HEAP = 48;
let isKeptSmall = false;

/** The heap would grow to four times what is in use before it is cleaned. */
function keepHeapSmall(): void {
  if (isKeptSmall || getHeapStatistics().used_heap_size < LARGE_HEAP << 20) return;
  isKeptSmall = true;
  setFlagsFromString('--heap-growing-percent=40');
}

function bounds({ since, until }: TimeRange): { since?: string; until?: string } {
  return { ...(since !== null && { since }), ...(until !== null && { until }) };
}

/** Seconds since it was made. */
function stopwatch(): () => number {
  const start = process.hrtime.bigint();
  return () => Number(process.hrtime.bigint() - start) / 1e9;
}
