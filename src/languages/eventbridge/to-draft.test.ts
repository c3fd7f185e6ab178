import { expect, test } from 'vitest';
import { bound, isCertain, matches, reasonsOf } from '../../predicate/index.js';
import { parse, toDraft } from './index.js';

const draftOf = (pattern: object) => {
  const result = parse(JSON.stringify(pattern));
  if (!result.ok) throw new Error(result.error.message);
  return toDraft(result.pattern);
};

test('alternatives beyond the bound are one doubt, quickly', () => {
  const keys = Array.from({ length: 40 }, (_, index) => [`k${index}`, [{ exists: false }, 'a']]);
  const started = performance.now();
  const draft = draftOf(Object.fromEntries(keys) as object);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(reasonsOf(draft).map((why) => why.code)).toEqual(['eventbridge-alternatives']);
});

test('the most combinations that AWS takes are followed', () => {
  const or = [{ a: ['x'] }, { b: ['x'] }];
  const draft = draftOf(
    Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`k${index}`, { $or: or }])) as object,
  );
  const event = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`k${index}`, { b: 'x' }]));
  expect(matches(bound(draft, 'must'), event)).toBe(true);
  expect(matches(bound(draft, 'may'), { ...event, k8: { c: 'x' } })).toBe(false);
});

test('a doubt is met only by events that have what is doubted', () => {
  const draft = draftOf({ a: [{ exists: false }], b: ['x'] });
  expect(isCertain(draft)).toBe(false);
  for (const event of [{ b: 'x' }, { a: 1, b: 'x' }, { b: 'y' }, {}])
    expect(matches(bound(draft, 'must'), event)).toBe(matches(bound(draft, 'may'), event));
});
