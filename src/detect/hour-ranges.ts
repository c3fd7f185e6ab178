/** Hours since 1970, the first and the last one included. */
export type HourRange = readonly [first: number, last: number];

const HOUR = 3_600_000;

/** A set of hours, kept as ranges: a span of two thousand years is as small as one of two hours. */
export class HourRanges {
  #ranges: HourRange[] = [];
  #merged = 0;

  /** Milliseconds; `to` is included. */
  add(from: number, to: number = from): void {
    this.#addHours([Math.floor(from / HOUR), Math.floor(to / HOUR)]);
  }

  addAll(other: HourRanges): void {
    for (const range of other.all()) this.#addHours(range);
  }

  /** In order; between two of them there is an hour that is in none. */
  all(): readonly HourRange[] {
    const sorted = this.#ranges.sort(([a], [b]) => a - b);
    const merged: HourRange[] = [];
    for (const [first, last] of sorted) {
      const before = merged.at(-1);
      if (before && first <= before[1] + 1) merged[merged.length - 1] = [before[0], Math.max(before[1], last)];
      else merged.push([first, last]);
    }
    this.#ranges = merged;
    this.#merged = merged.length;
    return merged;
  }

  get hours(): number {
    return this.all().reduce((sum, [first, last]) => sum + last - first + 1, 0);
  }

  #addHours([first, last]: HourRange): void {
    const newest = this.#ranges.at(-1);
    if (newest && first >= newest[0] && last <= newest[1]) return;
    this.#ranges.push([first, last]);
    if (this.#ranges.length > 2 * this.#merged + 256) this.all();
  }
}
