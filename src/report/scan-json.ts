import { prettyJson } from './json.js';
import type { ScanReport } from './scan-report.js';

/** The shape is told by its `schema`; members are added, never changed, within a version. */
export function renderScanJson(report: ScanReport): string {
  return `${prettyJson(scanJson(report))}\n`;
}

/** One alert on each line, and nothing else: for programs that read lines. */
export function renderScanNdjson({ alerts }: ScanReport): string {
  return alerts.map((alert) => `${JSON.stringify(alert)}\n`).join('');
}

function scanJson({ stats, alerts, suppressed, problems, coverage, skipped, notes, tool }: ScanReport): object {
  return { schema: 'trailproof/scan/1', tool, stats, alerts, suppressed, problems, coverage, skipped, notes };
}
