import type { Alert } from '../detect/alert.js';
import { writtenText } from '../detect/bounded-record.js';
import type { Json } from '../predicate/json.js';
import { escaped, lineJson, prettyJson, prettyPlainJson } from './json.js';
import type { ScanReport } from './scan-report.js';

/**
 * The shape is told by its `schema`; members are added, never changed, within a version. In pieces: a report may hold thousands of
 * alerts with their records.
 */
export function* renderScanJson(report: ScanReport): Generator<string> {
  let separator = '{\n  ';
  for (const [name, value] of Object.entries(scanJson(report))) {
    yield `${separator}${JSON.stringify(name)}: `;
    if (name === 'alerts') yield* listJson(report.alerts, alertJson);
    else if (Array.isArray(value)) yield* listJson(value, (item) => prettyJson(item, 2));
    else yield prettyJson(value, 1);
    separator = ',\n  ';
  }
  yield '\n}\n';
}

function* listJson<T>(items: readonly T[], print: (item: T) => string): Generator<string> {
  let separator = '[\n    ';
  for (const item of items) {
    yield separator + print(item);
    separator = ',\n    ';
  }
  yield items.length === 0 ? '[]' : '\n  ]';
}

/** Its record, the longest part and nobody's to read here, on one line. It alone holds what others wrote as numbers. */
function alertJson({ record, ...alert }: Alert): string {
  const text = prettyPlainJson(alert, 2);
  return `${text.slice(0, text.lastIndexOf('\n'))},\n      "record": ${recordLine(record)}\n    }`;
}

/** As it was written, where that is one line: line ends are not within its strings. */
function recordLine(record: Json): string {
  const written = writtenText(record);
  return written === undefined || /[\n\r]/.test(written) ? lineJson(record) : escaped(written);
}

/** One alert on each line, and nothing else: for programs that read lines. */
export function* renderScanNdjson({ alerts }: Pick<ScanReport, 'alerts'>): Generator<string> {
  for (const alert of alerts) yield `${lineJson(alert)}\n`;
}

function scanJson({ stats, alerts, suppressed, problems, coverage, skipped, notes, tool }: ScanReport): object {
  return { schema: 'trailproof/scan/1', tool, stats, alerts, suppressed, problems, coverage, skipped, notes };
}
