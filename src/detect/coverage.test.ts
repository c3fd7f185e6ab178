import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageLedger } from './coverage.js';
import { FileSeen, type PlaceSeen } from './file-seen.js';
import { HourRanges } from './hour-ranges.js';

const at = (time: string, region = 'us-east-1', account = '111122223333'): PlaceSeen => ({
  account,
  region,
  time: `2026-11-20T${time}:00.000Z`,
});

/** Each with the records of it that were seen. */
function coverageOf(...files: readonly (PlaceSeen | readonly PlaceSeen[])[]) {
  const ledger = coverageLedger();
  for (const records of files) {
    const file = new FileSeen();
    for (const record of [records].flat()) file.add(record);
    ledger.add(file);
  }
  return ledger.result();
}

describe('what the files cover', () => {
  test('hours between the first and the last of which there is no file are missing', () => {
    const { accounts, from, to } = coverageOf(at('14:05'), at('09:55'), at('10:00'), at('10:59'));
    expect([from, to]).toEqual(['2026-11-20T09:55:00.000Z', '2026-11-20T14:05:00.000Z']);
    expect(accounts).toEqual([
      {
        account: '111122223333',
        regions: [
          {
            region: 'us-east-1',
            from: '2026-11-20T09:00:00.000Z',
            to: '2026-11-20T15:00:00.000Z',
            hours: 3,
            inferred: 0,
            missing: [{ from: '2026-11-20T11:00:00.000Z', to: '2026-11-20T14:00:00.000Z', hours: 3 }],
          },
        ],
      },
    ]);
  });

  test('a file from its first to its last record covers what is between, which is inferred', () => {
    const { accounts } = coverageOf([at('09:55'), at('12:01')], at('11:30'));
    expect(accounts[0]!.regions[0]).toMatchObject({ hours: 4, inferred: 1, missing: [] });
  });

  test('a file whose records are in no order reaches from the earliest to the latest that was seen', () => {
    const { accounts, from, to } = coverageOf([at('05:00'), at('07:00'), at('01:00'), at('20:00')]);
    expect([from, to]).toEqual(['2026-11-20T01:00:00.000Z', '2026-11-20T20:00:00.000Z']);
    expect(accounts[0]!.regions[0]).toMatchObject({ hours: 20, inferred: 16, missing: [] });
  });

  test('a file of several Regions or accounts is placed in none of them', () => {
    const several = [at('01:00'), at('03:00', 'ap-south-1', '999988887777'), at('09:00', 'us-west-2')];
    expect(coverageOf(several, at('05:00'))).toEqual({
      from: '2026-11-20T01:00:00.000Z',
      to: '2026-11-20T09:00:00.000Z',
      accounts: [
        {
          account: '111122223333',
          regions: [
            {
              region: 'us-east-1',
              from: '2026-11-20T05:00:00.000Z',
              to: '2026-11-20T06:00:00.000Z',
              hours: 1,
              inferred: 0,
              missing: [],
            },
          ],
        },
      ],
      mixed: {
        files: 1,
        from: '2026-11-20T01:00:00.000Z',
        to: '2026-11-20T09:00:00.000Z',
        accounts: ['111122223333', '999988887777'],
        regions: ['ap-south-1', 'us-east-1', 'us-west-2'],
      },
      unplaced: 0,
    });
  });

  test('a year that no log has is not counted, and two centuries are no more to hold than two hours', () => {
    const year = (year: string) => ({ ...at('09:00'), time: `${year}-01-01T00:00:00Z` });
    const { from, accounts } = coverageOf([year('0200'), year('2026'), year('9999')], year('2199'), year('0001'));
    expect(from).toBe('2026-01-01T00:00:00.000Z');
    expect(accounts[0]!.regions[0]).toMatchObject({ hours: 2, inferred: 0 });
    expect(accounts[0]!.regions[0]!.missing).toHaveLength(1);
  });

  test('each account and Region by itself, in order', () => {
    const { accounts } = coverageOf(
      at('09:00', 'us-west-2'),
      at('11:00', 'eu-west-1'),
      at('10:00', 'eu-west-1', '000000000001'),
    );
    expect(accounts.map(({ account, regions }) => [account, regions.map(({ region }) => region)])).toEqual([
      ['000000000001', ['eu-west-1']],
      ['111122223333', ['eu-west-1', 'us-west-2']],
    ]);
  });

  test('a file that tells nothing of its place is counted', () => {
    expect(coverageOf({}, { ...at('10:00'), time: 'yesterday' }, { time: at('10:00').time! })).toEqual({
      from: null,
      to: null,
      accounts: [],
      mixed: null,
      unplaced: 3,
    });
  });

  test('law: hours with a file and missing hours fill the span, in any order of files', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(hours, fc.nat(), (list, turn) => {
        const files = list.map((hour) => {
          const time = new Date(Date.UTC(2026, 0, 1, hour, 30)).toISOString();
          return { account: 'a', region: 'r', time };
        });
        const rotated = files.map((_, index) => files[(index + turn) % files.length]!);
        const result = coverageOf(...files);
        const [span] = result.accounts[0]!.regions;
        const missing = span!.missing.reduce((sum, gap) => sum + gap.hours, 0);
        expect(span!.hours + missing).toBe((Date.parse(span!.to) - Date.parse(span!.from)) / 3_600_000);
        expect(coverageOf(...rotated)).toEqual(result);
      }),
    );
  });

  test('law: ranges of hours are the set of the hours', () => {
    const ranges = fc.array(fc.tuple(fc.nat(400), fc.nat(9)), { maxLength: 600 });
    fc.assert(
      fc.property(ranges, (list) => {
        const set = new Set<number>();
        const hours = new HourRanges();
        for (const [first, length] of list) {
          hours.add(first * 3_600_000, (first + length) * 3_600_000 + 1);
          for (let hour = first; hour <= first + length; hour++) set.add(hour);
        }
        const held = hours.all().flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, at) => a + at));
        expect(held).toEqual([...set].sort((a, b) => a - b));
        expect(hours.hours).toBe(set.size);
      }),
    );
  });
});
