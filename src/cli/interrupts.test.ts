import { expect, test } from 'vitest';
import { Interrupts } from './interrupts.js';

test('each listener is told once, the last one first; then the program ends', () => {
  const told: string[] = [];
  const interrupts = new Interrupts();
  interrupts.hold(() => told.push('first'));
  const release = interrupts.hold(() => told.push('second'));
  expect([interrupts.tell(), interrupts.tell(), interrupts.tell()]).toEqual([true, true, false]);
  expect(told).toEqual(['second', 'first']);
  release();
  interrupts.hold(() => told.push('third'))();
  expect(interrupts.tell()).toBe(false);
});
