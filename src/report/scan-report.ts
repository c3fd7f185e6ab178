import type { Rule } from '../catalogue/rule.js';
import type { Alert, Suppressed } from '../detect/alert.js';
import type { Coverage } from '../detect/coverage.js';

/** What a scan found, and in what it looked. */
export interface ScanReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly stats: ScanStats;
  readonly alerts: readonly Alert[];
  readonly suppressed: readonly Suppressed[];
  readonly problems: readonly ScanReportProblem[];
  readonly coverage: Coverage;
  /** What was left out of the input, in words: `12 digests`. */
  readonly skipped: readonly string[];
  /** What else the reader must know: bounds that were hit, rules that made the scan slow. */
  readonly notes: readonly string[];
  /** By id: guides and titles. */
  readonly rules: ReadonlyMap<string, Rule>;
}

export interface ScanStats {
  readonly files: number;
  readonly bytesRead: number;
  readonly bytesInflated: number;
  readonly events: number;
  readonly seconds: number;
  /** Of these seconds, the second pass; 0 without one. */
  readonly contextSeconds: number;
}

export interface ScanReportProblem {
  readonly file: string;
  readonly offset: number;
  readonly reason: string;
}

export interface ScanReportOptions {
  readonly width: number;
  readonly colour: boolean;
  /** Every alert in full. */
  readonly verbose: boolean;
}

export type ScanForm = 'terminal' | 'json' | 'ndjson' | 'csv';

type Render = (report: ScanReport, options: ScanReportOptions) => string | Iterable<string>;

/** Each is loaded when it is asked for. */
export const scanRenderers: Readonly<Record<ScanForm, () => Promise<Render>>> = {
  terminal: async () => (await import('./scan-terminal.js')).renderScanTerminal,
  json: async () => (await import('./scan-json.js')).renderScanJson,
  ndjson: async () => (await import('./scan-json.js')).renderScanNdjson,
  csv: async () => {
    const { renderAlertsCsv } = await import('./alert-csv.js');
    return ({ alerts }) => renderAlertsCsv(alerts);
  },
};
