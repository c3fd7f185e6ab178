import { type FileSeen, MOST_NAMES } from './file-seen.js';
import { HourRanges } from './hour-ranges.js';

/** What the scanned files hold, for whoever wants to know what the absence of an alert is worth. Instants are ISO 8601, UTC. */
export interface Coverage {
  readonly from: string | null;
  readonly to: string | null;
  /** Of the files whose events are of one account and one Region, as far as was seen. */
  readonly accounts: readonly AccountCoverage[];
  /** Of the others: which hours they hold of whom is not known. Null: there are none. */
  readonly mixed: MixedCoverage | null;
  /** Files whose account, Region or time neither their name nor their records tell. */
  readonly unplaced: number;
}

export interface MixedCoverage {
  readonly files: number;
  readonly from: string;
  readonly to: string;
  /** Those that were seen, there may be more. At most a thousand each. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

export interface AccountCoverage {
  readonly account: string;
  readonly regions: readonly RegionCoverage[];
}

export interface RegionCoverage {
  readonly region: string;
  /** The first and the last hour of which there is a file; `to` is the end of the last one. */
  readonly from: string;
  readonly to: string;
  readonly hours: number;
  /** Of these, the hours of which no record was seen: they lie between the first and the last one of a file. */
  readonly inferred: number;
  /** Hours between them of which there is no file: nothing happened, or the file is not here. */
  readonly missing: readonly Gap[];
}

export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly hours: number;
}

const HOUR = 3_600_000;

/** Gathers what files cover; the memory is that of their ranges, whatever the number of files and the years. */
export interface CoverageLedger {
  add(file: FileSeen): void;
  result(): Coverage;
}

interface Held {
  /** Of which a record, or a file's name, tells. */
  readonly seen: HourRanges;
  /** With those between the first and the last of a file. */
  readonly all: HourRanges;
}

export function coverageLedger(): CoverageLedger {
  const held = new Map<string, Map<string, Held>>();
  const mixed = { files: 0, from: Infinity, to: -Infinity, accounts: new Set<string>(), regions: new Set<string>() };
  let unplaced = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  const addMixed = ({ accounts, regions, from, to }: FileSeen) => {
    mixed.files++;
    mixed.from = Math.min(mixed.from, from);
    mixed.to = Math.max(mixed.to, to);
    for (const account of accounts) if (mixed.accounts.size < MOST_NAMES) mixed.accounts.add(account);
    for (const region of regions) if (mixed.regions.size < MOST_NAMES) mixed.regions.add(region);
  };

  return {
    add(file) {
      const { accounts, regions, from, to, hours } = file;
      const isMixed = accounts.size > 1 || regions.size > 1;
      const [[account], [region]] = [[...accounts], [...regions]];
      if (from > to || !(isMixed || (account !== undefined && region !== undefined))) {
        unplaced++;
        return;
      }
      first = Math.min(first, from);
      last = Math.max(last, to);
      if (isMixed) {
        addMixed(file);
        return;
      }
      const own = held.get(account!) ?? new Map<string, Held>();
      held.set(account!, own);
      const { seen, all } = own.get(region!) ?? { seen: new HourRanges(), all: new HourRanges() };
      own.set(region!, { seen, all });
      seen.addAll(hours);
      all.add(from, to);
    },
    result: () => ({
      from: Number.isFinite(first) ? iso(first) : null,
      to: Number.isFinite(last) ? iso(last) : null,
      accounts: sorted(held).map(([account, regions]) => ({
        account,
        regions: sorted(regions).map(([region, hours]) => ({ region, ...spanOf(hours) })),
      })),
      mixed:
        mixed.files === 0
          ? null
          : {
              files: mixed.files,
              from: iso(mixed.from),
              to: iso(mixed.to),
              accounts: [...mixed.accounts].sort(),
              regions: [...mixed.regions].sort(),
            },
      unplaced,
    }),
  };
}

function spanOf({ seen, all }: Held): Omit<RegionCoverage, 'region'> {
  const ranges = all.all();
  const missing = ranges.slice(1).map(([after], at): Gap => {
    const before = ranges[at]![1] + 1;
    return { from: iso(before * HOUR), to: iso(after * HOUR), hours: after - before };
  });
  const hours = all.hours;
  return {
    from: iso(ranges[0]![0] * HOUR),
    to: iso((ranges.at(-1)![1] + 1) * HOUR),
    hours,
    inferred: hours - seen.hours,
    missing,
  };
}

function sorted<V>(map: ReadonlyMap<string, V>): readonly (readonly [string, V])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

const iso = (at: number): string => new Date(at).toISOString();
