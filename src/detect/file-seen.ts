import { HourRanges } from './hour-ranges.js';
import { instantOf } from './instant.js';

/** What a record says of where and when it belongs, as it has it; absent where that is no text. */
export interface PlaceSeen {
  readonly time?: string;
  readonly account?: string;
  readonly region?: string;
}

/** More names than these only tell that there are many. */
export const MOST_NAMES = 1_000;

/** What was seen of the records of one file: whose they are, and when. Bounded, however many are added, in any order. */
export class FileSeen {
  readonly accounts = new Set<string>();
  readonly regions = new Set<string>();
  /** Of which a record was seen. */
  readonly hours = new HourRanges();
  /** Milliseconds of the first and of the last one; infinite where none has a time. */
  from = Number.POSITIVE_INFINITY;
  to = Number.NEGATIVE_INFINITY;

  add({ time, account, region }: PlaceSeen): void {
    if (account !== undefined && this.accounts.size < MOST_NAMES) this.accounts.add(account);
    if (region !== undefined && this.regions.size < MOST_NAMES) this.regions.add(region);
    const at = instantOf(time);
    if (at === null) return;
    this.hours.add(at);
    this.from = Math.min(this.from, at);
    this.to = Math.max(this.to, at);
  }
}
