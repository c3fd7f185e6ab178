import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, is } from '../predicate/predicate.js';
import { judgeOf } from './judge.js';

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'America/New_York';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

it.each([
  '2026-03-01 10:00:00',
  '2026-03-01T10:00:00Z',
  '2026-03-01T10:00:00.000',
  '2026-03-01 11:00:00 +0100',
  'some day', // what cannot be placed is handed over
])('an event of %s is of ten to eleven in UTC, wherever the machine stands', async (eventTime) => {
  expect(new Date('2026-03-01 10:00:00').getTimezoneOffset()).toBe(300);
  const rules = [{ id: 'r', predicate: at(['eventName'], is('DisableKey')) }];
  const judge = await judgeOf({ rules, since: '2026-03-01T10:00:00.000Z', until: '2026-03-01T11:00:00.000Z' });
  expect(judge({ eventName: 'DisableKey', eventTime })).toEqual([0]);
});

it('what matches and happened before is told apart from what happened after, and from what does not match', async () => {
  const rules = [{ id: 'r', predicate: at(['eventName'], is('DisableKey')) }];
  const judge = await judgeOf({ rules, since: '2026-03-01T10:00:00.000Z', until: '2026-03-01T11:00:00.000Z' });
  const judged = (eventName: string, time: string) => judge({ eventName, eventTime: `2026-03-01T${time}Z` });
  expect(judged('DisableKey', '09:59:59')).toBe('early');
  expect([judged('DisableKey', '11:00:00'), judged('EnableKey', '09:59:59')]).toEqual([[], []]);
});
