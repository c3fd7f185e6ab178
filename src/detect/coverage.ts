/** What the scanned files hold, for whoever wants to know what the absence of an alert is worth. Instants are ISO 8601, UTC. */
export interface Coverage {
  readonly from: string | null;
  readonly to: string | null;
  readonly accounts: readonly AccountCoverage[];
  /** Files whose account, Region or time neither their name nor their records tell. */
  readonly unplaced: number;
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
  /** Hours between them of which there is no file: nothing happened, or the file is not here. */
  readonly missing: readonly Gap[];
}

export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly hours: number;
}

/** A file: where it belongs, and the time that it covers; `to` may equal `from`. */
export interface Covered {
  readonly account: string | null;
  readonly region: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

const HOUR = 3_600_000;

/** Gathers what files cover; the memory is that of the hours, whatever the number of files. */
export interface CoverageLedger {
  add(file: Covered): void;
  result(): Coverage;
}

export function coverageLedger(): CoverageLedger {
  const hours = new Map<string, Map<string, Set<number>>>();
  let unplaced = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  return {
    add({ account, region, from, to }) {
      const start = Date.parse(from ?? '');
      const end = Math.max(start, Date.parse(to ?? from ?? ''));
      if (account === null || region === null || Number.isNaN(start) || Number.isNaN(end)) {
        unplaced++;
        return;
      }
      first = Math.min(first, start);
      last = Math.max(last, end);
      const regions = hours.get(account) ?? new Map<string, Set<number>>();
      hours.set(account, regions);
      const seen = regions.get(region) ?? new Set<number>();
      regions.set(region, seen);
      for (let hour = Math.floor(start / HOUR); hour <= Math.floor(end / HOUR); hour++) seen.add(hour);
    },
    result: () => ({
      from: Number.isFinite(first) ? iso(first) : null,
      to: Number.isFinite(last) ? iso(last) : null,
      accounts: sorted(hours).map(([account, regions]) => ({
        account,
        regions: sorted(regions).map(([region, seen]) => ({ region, ...spanOf([...seen].sort((a, b) => a - b)) })),
      })),
      unplaced,
    }),
  };
}

function spanOf(hours: readonly number[]): Omit<RegionCoverage, 'region'> {
  const missing: Gap[] = [];
  for (let at = 1; at < hours.length; at++) {
    const [before, after] = [hours[at - 1]! + 1, hours[at]!];
    if (after > before) missing.push({ from: iso(before * HOUR), to: iso(after * HOUR), hours: after - before });
  }
  return { from: iso(hours[0]! * HOUR), to: iso((hours.at(-1)! + 1) * HOUR), hours: hours.length, missing };
}

function sorted<V>(map: ReadonlyMap<string, V>): readonly (readonly [string, V])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

const iso = (at: number): string => new Date(at).toISOString();
