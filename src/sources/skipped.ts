/** What lay among the files and was not read, by reason. None of it is a problem; all of it is told. */
export interface Skipped {
  digests: number;
  insights: number;
  /** Log files whose name says that they hold no events of the time that was asked for. */
  outOfRange: number;
  /** What was found in a folder or bucket and is no log, by its place, its name or how it begins; never what was named itself. */
  other: number;
  /** The first of them that were told by how they begin, or are another service's. */
  readonly otherNames: string[];
}

export const nothingSkipped = (): Skipped => ({ digests: 0, insights: 0, outOfRange: 0, other: 0, otherNames: [] });

const MOST_NAMES = 20;

/** A file that does not begin as a log does, or a folder of another service. */
export function skipOther(skipped: Skipped, name: string): void {
  skipped.other++;
  if (skipped.otherNames.length < MOST_NAMES) skipped.otherNames.push(name);
}
