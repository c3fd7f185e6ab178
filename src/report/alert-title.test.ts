import { expect, it } from 'vitest';
import { listTitle, shownTitle } from './alert-title.js';

const title = 'alice scheduled the deletion of key K: its deletion is due on 2026-12-01';
const key = { arn: 'K', deletionDate: '2026-12-01T10:00:00Z', pendingWindowInDays: 7, isComputed: false };

it.each([
  [6, 'due on 2026-12-01, in 6 days'],
  [1, 'due on 2026-12-01, in 1 day'],
  [0, 'due on 2026-12-01, in less than a day'],
  [-1, 'due on 2026-12-01, which is past'],
  [-45, 'due on 2026-12-01, 45 days ago'],
])('of %s days left says `%s`', (daysLeft, words) => {
  expect(shownTitle({ title, key: { ...key, daysLeft } })).toContain(words);
});

it('stays as it is where no date is due', () => {
  expect(shownTitle({ title, key: null })).toBe(title);
  expect(shownTitle({ title, key: { ...key, deletionDate: null, daysLeft: null } })).toBe(title);
  expect(shownTitle({ title: 'it was enabled again', key: { ...key, daysLeft: 3 } })).toBe('it was enabled again');
});

it('has only the end of an ARN in a list', () => {
  const arn = 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-0a1b';
  const words = (what: string) => `alice disabled key ${what}, the last of 3`;
  expect(listTitle({ title: words(arn), key: null })).toBe(words('mrk-0a1b'));
  const topic = 'arn:aws:sns:eu-west-1:111122223333:alerts';
  expect(listTitle({ title: `alice deleted topic ${topic} in eu-west-1`, key: null })).toBe(
    'alice deleted topic alerts in eu-west-1',
  );
});
