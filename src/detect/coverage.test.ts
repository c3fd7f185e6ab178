import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Covered, coverageLedger } from './coverage.js';

const at = (time: string, region = 'us-east-1', account = '111122223333'): Covered => ({
  account,
  region,
  from: `2026-11-20T${time}:00.000Z`,
  to: `2026-11-20T${time}:00.000Z`,
});

function coverageOf(...files: readonly Covered[]) {
  const ledger = coverageLedger();
  for (const file of files) ledger.add(file);
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
            missing: [{ from: '2026-11-20T11:00:00.000Z', to: '2026-11-20T14:00:00.000Z', hours: 3 }],
          },
        ],
      },
    ]);
  });

  test('a file from its first to its last record covers what is between', () => {
    const { accounts } = coverageOf({ ...at('09:55'), to: '2026-11-20T12:01:00.000Z' });
    expect(accounts[0]!.regions[0]).toMatchObject({ hours: 4, missing: [] });
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
    expect(
      coverageOf({ account: null, region: null, from: null, to: null }, { ...at('10:00'), from: 'yesterday' }),
    ).toEqual({
      from: null,
      to: null,
      accounts: [],
      unplaced: 2,
    });
  });

  test('law: hours with a file and missing hours fill the span, in any order of files', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(hours, fc.nat(), (list, turn) => {
        const files = list.map((hour) => {
          const time = new Date(Date.UTC(2026, 0, 1, hour, 30)).toISOString();
          return { account: 'a', region: 'r', from: time, to: time };
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
});
