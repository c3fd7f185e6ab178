/** What lay among the files and was not read, by reason. None of it is a problem; all of it is told. */
export interface Skipped {
  digests: number;
  insights: number;
  /** Log files whose name says that they hold no events of the time that was asked for. */
  outOfRange: number;
  /** Files with a name that no log has, found in a folder or bucket; never one that was named. */
  other: number;
}

export const nothingSkipped = (): Skipped => ({ digests: 0, insights: 0, outOfRange: 0, other: 0 });
