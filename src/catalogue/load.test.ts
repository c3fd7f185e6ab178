import { expect, it } from 'vitest';
import { loadControls } from './load.js';

it('x', () => {
  const l = loadControls();
  expect(l.problems).toEqual([]);
  expect(l.controls.length).toBe(16);
});
