import { createHash } from 'node:crypto';
import type { Plan } from '../change.js';

/** Eight digits that are the same for the same changes to the same account, whenever they are planned, and for no others. */
export function planId({ account, changes }: Plan): string {
  const made = JSON.stringify([account, changes.map(({ id, step }) => [id, step])]);
  return createHash('sha256').update(made).digest('hex').slice(0, 8);
}

/** `trailproof-kms-key-loss-1a2b3c4d`: a name for what a plan makes, in letters, digits and hyphens. */
export function planName(plan: Plan): string {
  const concerned = [...new Set(plan.changes.flatMap(({ controls }) => controls))];
  const word = concerned.length === 1 ? concerned[0]! : `${concerned.length}-controls`;
  const plain = word.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return `trailproof-${plain.slice(0, 80)}-${planId(plan)}`;
}
