/** What CloudTrail's own name for a log file tells. Source: "CloudTrail log file examples", section on file names. */
export interface ObjectName {
  readonly kind: 'log' | 'digest' | 'insight';
  readonly account: string;
  readonly region: string;
  /** When the file was written, ISO 8601 to the minute; its events are earlier. */
  readonly time: string;
}

const NAME =
  /(?:^|[/\\])(\d{12})_CloudTrail(-Digest|-Insight)?_([a-z]{2,}(?:-[a-z]+)+-\d)_(?:.+_)?(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:\d{2})?Z(?:_[^/\\]*)?\.json(?:\.gz|\.zst)?$/;
const FOLDER = /(?:^|[/\\])CloudTrail-(Digest|Insight)[/\\]/;

/** Null: the file has a name of somebody else's. */
export function objectName(path: string): ObjectName | null {
  const found = NAME.exec(path);
  if (!found) return null;
  const [, account, kind, region, year, month, day, hour, minute] = found;
  return {
    kind: kind === '-Digest' ? 'digest' : kind === '-Insight' ? 'insight' : 'log',
    account: account!,
    region: region!,
    time: `${year}-${month}-${day}T${hour}:${minute}:00.000Z`,
  };
}

/** Files that lie among the logs and hold no events: named so, or in a folder that is. */
export function kindOfPath(path: string): ObjectName['kind'] | null {
  const folder = FOLDER.exec(path);
  if (folder) return folder[1] === 'Digest' ? 'digest' : 'insight';
  return objectName(path)?.kind ?? null;
}

/** ISO 8601 instants; `until` is not included. Null: without a bound. */
export interface TimeRange {
  readonly since: string | null;
  readonly until: string | null;
}

const MINUTE = 60_000;
/** The name is cut to the minute, and clocks differ. */
const EARLY = 15 * MINUTE;
/** CloudTrail delivers within minutes on average and promises nothing: an event may lie in a file of the day after. */
const LATE = 24 * 60 * MINUTE;

/** May a log file that was written at this time hold events of the range? */
export function mayHold(time: string, range: TimeRange): boolean {
  const at = Date.parse(time);
  if (range.since !== null && at + EARLY < Date.parse(range.since)) return false;
  return range.until === null || at < Date.parse(range.until) + LATE;
}

/** May a folder of this year, month or day (`2026`, `2026/11`, `2026/11/21`) hold such files? */
export function folderMayHold(date: string, range: TimeRange): boolean {
  const [year = 0, month, day] = date.split('/').map(Number);
  const start = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  const end =
    day !== undefined
      ? Date.UTC(year, month! - 1, day + 1)
      : month !== undefined
        ? Date.UTC(year, month, 1)
        : Date.UTC(year + 1, 0, 1);
  if (range.since !== null && end + EARLY <= Date.parse(range.since)) return false;
  return range.until === null || start < Date.parse(range.until) + LATE;
}
