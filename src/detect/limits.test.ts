import { expect, it } from 'vitest';
import { type BoundHit, boundWords } from './limits.js';

const hit = (over: Partial<BoundHit>): BoundHit => ({
  kind: 'bound',
  rule: 'noisy',
  bound: 'alerts',
  limit: 10,
  count: 5,
  isExact: true,
  before: null,
  ...over,
});

it('says of a bound what was left out, and whether it was counted or estimated', () => {
  expect(boundWords(hit({}))).toBe('there is room for 10 alerts: 5 of noisy were not kept');
  expect(boundWords(hit({ bound: 'entries', isExact: false, before: '2026-11-21T09:00:00Z' }))).toBe(
    'noisy compares at most 10 matches, the latest: about 5 were left out, all of them before 2026-11-21T09:00:00Z',
  );
  expect(boundWords(hit({ bound: 'key-states', rule: null }))).not.toContain('null');
});
