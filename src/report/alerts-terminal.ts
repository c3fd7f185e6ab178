import type { Rule } from '../catalogue/rule.js';
import type { Alert } from '../detect/alert.js';
import { drawAlert, drawGuide } from './alert-terminal.js';
import { neutralise } from './neutralise.js';
import { Page } from './page.js';
import { drawAlertList } from './scan-terminal.js';
import { countWords } from './words.js';

export interface AlertsOptions {
  readonly width: number;
  readonly colour: boolean;
  /** Each with everything that is known of it, and what to do. */
  readonly full: boolean;
  readonly rules: ReadonlyMap<string, Rule>;
}

/** Alerts that were kept, in the order in which they are given. */
export function renderAlerts(kept: readonly Alert[], { full, rules, ...options }: AlertsOptions): string {
  const page = new Page({ ...options, verbose: full });
  if (!full) {
    drawAlertList(page, kept);
    page.gap();
    page.labelled('', kept.length === 0 ? 'No alert.' : `${countWords(kept.length, 'alert')}.`);
    return page.toString();
  }
  for (const alert of neutralise(kept)) {
    page.gap();
    drawAlert(page, alert);
    const rule = rules.get(alert.rule);
    if (rule) drawGuide(page, rule, true);
  }
  return page.toString();
}
