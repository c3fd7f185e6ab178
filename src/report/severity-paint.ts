import type { Severity } from '../catalogue/rule.js';
import type { Palette } from './palette.js';

export function severityPaint(palette: Palette, severity: Severity): (text: string) => string {
  switch (severity) {
    case 'critical':
    case 'high':
      return palette.bad;
    case 'medium':
      return palette.unsure;
    case 'low':
    case 'informational':
      return palette.plain;
  }
}
