import type { Plan } from '../change/change.js';
import { EXIT } from './exit-status.js';

/** 0: all proved. 1: changes are planned, or something stays broken. 2: people must confirm, or it is not known. */
export function statusOfPlan({ changes, controls, remains }: Plan): number {
  if (changes.length > 0 || controls.some(({ after }) => after === 'broken')) return EXIT.broken;
  if (remains.some(({ code }) => code !== 'confirm-email' && code !== 'not-read')) return EXIT.broken;
  return remains.length > 0 || controls.some(({ after }) => after === 'unknown') ? EXIT.unknown : EXIT.proved;
}
