import type { KeysReport } from '../keys/keys-report.js';
import { prettyJson } from './json.js';
import { renderKeysCsv } from './keys-csv.js';
import { type KeysOptions, renderKeysTerminal } from './keys-terminal.js';

export type KeysForm = 'terminal' | 'json' | 'csv';

/** Each renders a whole report, ending in a line break. */
export const keysRenderers = {
  terminal: renderKeysTerminal,
  json: (report: KeysReport) => `${prettyJson(report)}\n`,
  csv: renderKeysCsv,
} as const satisfies Record<KeysForm, (report: KeysReport, options: KeysOptions) => string>;
