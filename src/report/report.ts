import type { AuditResult } from '../chain/result.js';
import { renderCsv } from './csv.js';
import { renderJson } from './json.js';
import { renderMarkdown } from './markdown.js';
import { renderTerminal } from './terminal.js';

export interface ReportOptions {
  /** Columns of the terminal. Only the terminal form wraps; less than 60 is taken as 60. */
  readonly width: number;
  readonly colour: boolean;
  /** Show the paths of what is proved, and full ARNs. */
  readonly verbose: boolean;
  /** The CIS version whose numbers are shown first, `7.0`. */
  readonly benchmark: string;
}

export type Render = (result: AuditResult, options: ReportOptions) => string;
export type Form = 'terminal' | 'json' | 'csv' | 'markdown';

/** Each renders a whole report, ending in a line break. */
export const renderers = {
  terminal: renderTerminal,
  json: renderJson,
  csv: renderCsv,
  markdown: renderMarkdown,
} as const satisfies Record<Form, Render>;
