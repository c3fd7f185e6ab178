import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AdversarialResult } from './adversarial-run.js';
import { figure, type Goal, tableOf } from './table.js';

/** Patterns that are made to be hard: an answer, or `unknown`, in time and within memory. Nothing is warm but the canonical patterns. */
export async function adversarial(): Promise<readonly Goal[]> {
  const child = fork(fileURLToPath(new URL('./adversarial-run.js', import.meta.url)));
  const [result] = (await once(child, 'message')) as [AdversarialResult];
  const { measured, grownBy } = result;
  console.log(
    tableOf(
      ['adversarial pattern', 'characters', 'control', 'answer', 'ms'],
      measured.map(({ name, length, slug, answer, ms }) => [name, String(length), slug, answer, figure(ms)]),
    ),
  );
  return [
    {
      what: 'the slowest adversarial pattern',
      value: Math.max(...measured.map(({ ms }) => ms)),
      limit: 250,
      unit: 'ms',
    },
    { what: 'memory grown by the adversarial patterns', value: grownBy, limit: 200, unit: 'MB' },
  ];
}
