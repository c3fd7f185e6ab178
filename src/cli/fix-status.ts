import type { Plan, Remainder } from '../change/change.js';
import { EXIT } from './exit-status.js';

/** What passes by itself, or by somebody's doing, or is not known. */
const OPEN: readonly Remainder['code'][] = ['confirm-email', 'await-delivery', 'not-read'];

/** Of a plan that is written down to be carried out elsewhere: the same, as it is once that was done and people have confirmed. */
export function statusOfEmitted(plan: Plan): number {
  const remains = plan.remains.filter(({ code }) => code !== 'confirm-email' && code !== 'await-delivery');
  return statusOfPlan({ ...plan, changes: [], remains });
}

/** 0: all proved. 1: changes are planned, or something stays broken. 2: it is waited for, people must confirm, or it is not known. */
export function statusOfPlan({ changes, controls, remains }: Plan): number {
  if (changes.length > 0 || controls.some(({ after }) => after === 'broken')) return EXIT.broken;
  if (remains.some(({ code }) => !OPEN.includes(code))) return EXIT.broken;
  return remains.length > 0 || controls.some(({ after }) => after === 'unknown') ? EXIT.unknown : EXIT.proved;
}
