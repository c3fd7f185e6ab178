import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberText } from '../predicate/json.js';
import { deletionInstant } from './deletion-date.js';

const iso = (value: Parameters<typeof deletionInstant>[0]) => {
  const at = deletionInstant(value);
  return at === null ? null : new Date(at).toISOString();
};

describe('a date of deletion', () => {
  it.each([
    // As CloudTrail has written it over the years (KMS developer guide, ScheduleKeyDeletion, and records of 2024).
    ['Apr 12, 2021 18:58:30 PM', '2021-04-12T18:58:30.000Z'],
    ['Nov 2, 2021, 11:25:25 PM', '2021-11-02T23:25:25.000Z'],
    ['Oct 21, 2024, 2:25:29 PM', '2024-10-21T14:25:29.000Z'],
    ['Oct 21, 2024, 2:25:29\u202fPM', '2024-10-21T14:25:29.000Z'],
    ['Jan 1, 2019 12:00:00 AM', '2019-01-01T00:00:00.000Z'],
    ['Jan 1, 2019 12:00:00 PM', '2019-01-01T12:00:00.000Z'],
    ['2026-03-09T09:00:00Z', '2026-03-09T09:00:00.000Z'],
    ['2026-03-09T10:00:00+01:00', '2026-03-09T09:00:00.000Z'],
    [1_773_046_800, '2026-03-09T09:00:00.000Z'],
    [new NumberText('1.7730468E9'), '2026-03-09T09:00:00.000Z'],
  ])('%s', (written, instant) => {
    expect(iso(written)).toBe(instant);
  });

  it.each([
    'Feb 30, 2026, 1:00:00 AM',
    'Foo 1, 2026, 1:00:00 AM',
    'Oct 1, 2026, 25:00:00',
    'soon',
    '',
    null,
    true,
    undefined,
    1e300,
    -9e15,
    new NumberText('1e999'),
    'Mar 8, 0026, 10:00:00 AM',
    '9999-12-31T00:00:00Z',
  ])('%s is none', (written) => {
    expect(deletionInstant(written)).toBeNull();
  });

  it('is the same in whatever form', () => {
    const second = fc.date({ min: new Date('2015-01-01Z'), max: new Date('2099-12-31Z'), noInvalidDate: true });
    fc.assert(
      fc.property(second, (date) => {
        const at = Math.floor(date.getTime() / 1000) * 1000;
        const words = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
        expect(deletionInstant(words.format(at))).toBe(at);
        expect(deletionInstant(new Date(at).toISOString())).toBe(at);
        expect(deletionInstant(at / 1000)).toBe(at);
      }),
    );
  });
});
