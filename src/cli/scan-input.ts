import { statSync } from 'node:fs';
import type { AwsOptions } from '../aws/settings.js';
import { objectName, type TimeRange } from '../cloudtrail/object-name.js';
import { type Coverage, coverageLedger } from '../detect/coverage.js';
import { FileSeen, type PlaceSeen } from '../detect/file-seen.js';
import { instantOf, isoOf } from '../detect/instant.js';
import type { ScanReportProblem } from '../report/scan-report.js';
import type { EarlyMatches, ItemResult, ScanItem } from '../scan/item.js';
import { itemsOf, NothingThere } from '../sources/open-source.js';
import { nothingSkipped, type Skipped } from '../sources/skipped.js';
import { parseSource, type Source } from '../sources/source.js';
import { CliError, fileError } from './cli-error.js';
import type { Io } from './io.js';

export interface ScanInput {
  /** Every item of the sources. */
  items(): AsyncGenerator<ScanItem>;
  /** Once more, of those that can be read twice, what may hold events of these times. */
  again(range: TimeRange): AsyncGenerator<ScanItem>;
  /** To be called with what each matched event of the file says of its place. */
  see(file: string, seen: PlaceSeen): void;
  problem(problem: ScanReportProblem): void;
  /** To be called with every result of the first reading, after its events. */
  note(result: ItemResult): void;
  told(): Told;
}

export interface Told {
  readonly coverage: Coverage;
  readonly problems: readonly ScanReportProblem[];
  readonly skipped: readonly string[];
  readonly notes: readonly string[];
  /** What could not be read a second time, in words: of interest where there are alerts. */
  readonly readOnce: readonly string[];
}

/** The most problems that are kept with their words; all are counted. */
const PROBLEMS = 10_000;

export function scanInput(io: Io, paths: readonly string[], range: TimeRange, aws: AwsOptions): ScanInput {
  const sources = paths.map(sourceOf);
  const ledger = coverageLedger();
  const skipped = nothingSkipped();
  const problems: ScanReportProblem[] = [];
  /** Of the files that are being read, those whose names do not tell where they belong. */
  const open = new Map<string, FileSeen>();
  let unlisted = 0;
  let early: EarlyMatches | null = null;
  let foreign = 0;
  let files = 0;
  const problem = ({ file, offset, reason }: ScanReportProblem) => {
    if (problems.length < PROBLEMS) problems.push({ file, offset, reason });
    else unlisted++;
  };
  const opened = (which: readonly Source[], asked: TimeRange, quiet: boolean) =>
    explained(
      itemsOf(which, {
        range: asked,
        aws,
        stdin: io.stdin,
        skipped: quiet ? nothingSkipped() : skipped,
        problem: quiet ? () => {} : problem,
        again: quiet,
      }),
    );

  return {
    items: () => opened(sources, range, false),
    again(asked) {
      const twice = sources.filter(({ kind }) => kind !== 'stdin');
      return opened(twice, narrowed(range, asked), true);
    },
    see(file, seen) {
      const known = open.get(file);
      if (known) known.add(seen);
      else if (objectName(file) === null) open.set(file, fileSeen(seen));
    },
    problem,
    note(result) {
      for (const found of result.problems) problem(found);
      if (result.early && isLate(result.name, range)) early = together(early, result.early);
      if (!result.complete) return;
      files++;
      const seen = open.get(result.name) ?? new FileSeen();
      open.delete(result.name);
      // Notifications of S3, say: JSON, and no log. What is not known to be something else is a problem.
      if (result.content === 'foreign') {
        if (!result.problems.some(({ code }) => code === 'no-events')) foreign++;
        return;
      }
      const told = objectName(result.name);
      if (told !== null) {
        if (result.events > 0 || result.content !== 'empty') ledger.add(fileSeen(told));
        return;
      }
      if (result.content === 'digest') skipped.digests++;
      else if (result.content === 'insight') skipped.insights++;
      else if (result.events > 0) {
        for (const record of [result.first, result.last]) if (record) seen.add(record);
        ledger.add(seen);
        const unread = [result.first?.time, result.last?.time].find(
          (time) => time !== undefined && instantOf(time) === null,
        );
        if (unread !== undefined) problem({ file: result.name, offset: 0, reason: unreadTime(unread) });
      }
    },
    told: () => {
      if (files === 0 && problems.length === 0) nothingRead(skipped);
      return {
        coverage: ledger.result(),
        problems: problems.toSorted(byPlace),
        skipped: [
          ...counted(skipped.digests, 'digest'),
          ...counted(skipped.insights, 'Insight file'),
          ...counted(
            foreign,
            'file that begins with something else than an event of CloudTrail',
            'files that begin with something else than an event of CloudTrail',
          ),
          ...counted(skipped.outOfRange, 'file or folder of other times', 'files or folders of other times').map(
            (words) => (files === 0 ? `${words}, which leaves none for the times asked for` : words),
          ),
          ...counted(skipped.other, 'file or folder that is no log', 'files or folders that are no logs').map(
            (words) => words + named(skipped),
          ),
        ],
        notes: [
          ...(unlisted > 0 ? [`${unlisted} more problems with the input are not listed`] : []),
          ...(early === null ? [] : [earlyWords(early)]),
        ],
        readOnce: sources
          .flatMap(onceReadOf)
          .map((name) => `${name} was read once: what lies around its alerts is not told`),
      };
    },
  };
}

/** In one order, whichever thread was first. */
function byPlace(a: ScanReportProblem, b: ScanReportProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.offset - b.offset;
}

/** Was the file, by its name, written in the range? Of another one it is no wonder that it holds what is earlier. */
function isLate(file: string, { since }: TimeRange): boolean {
  const time = objectName(file)?.time;
  return since !== null && time !== undefined && Date.parse(time) >= Date.parse(since);
}

function together(a: EarlyMatches | null, b: EarlyMatches): EarlyMatches {
  return a === null ? b : { count: a.count + b.count, first: Math.min(a.first, b.first) };
}

/** They may have been delivered when the scan that was to find them was over. */
function earlyWords({ count, first }: EarlyMatches): string {
  const since = isoOf(first);
  const words =
    count === 1
      ? `1 event that a rule looks for happened at ${since}, before \`--since\`, and was delivered after it: it is`
      : `${count} events that rules look for happened before \`--since\`, the first at ${since}, and were delivered after it: they are`;
  return `${words} not told; \`--since ${since}\` tells ${count === 1 ? 'it' : 'them'}`;
}

/** Where only what is no log was found, a scan has not been done. Logs of other times and digests are the logs that were meant. */
function nothingRead({ digests, insights, outOfRange, other, ...rest }: Skipped): void {
  if (digests + insights + outOfRange > 0 || other === 0) return;
  const names = named({ digests, insights, outOfRange, other, ...rest });
  throw new CliError(
    `no log was found among ${other} ${other === 1 ? 'file or folder' : 'files and folders'}${names}`,
    'name the files themselves to read them whatever they are',
  );
}

/** How many of them are named. */
const NAMED = 5;

function named({ otherNames }: Skipped): string {
  if (otherNames.length === 0) return '';
  const more = otherNames.length > NAMED ? ', …' : '';
  return ` (${otherNames.slice(0, NAMED).join(', ')}${more})`;
}

function fileSeen(first: PlaceSeen): FileSeen {
  const seen = new FileSeen();
  seen.add(first);
  return seen;
}

/** Of the first or the last record, by which a file is placed. */
const unreadTime = (time: string): string =>
  `\`${time.slice(0, 64)}\` is no time of a log: for which hours the file stands is told without it`;

function sourceOf(path: string): Source {
  const parsed = parseSource(path);
  if (parsed.kind === 'refused') throw new CliError(parsed.message, parsed.help);
  return parsed.source;
}

/** What has no second reading: standard input, and what is a pipe or a device. */
function onceReadOf(source: Source): readonly string[] {
  if (source.kind === 'stdin') return ['standard input'];
  if (source.kind !== 'path') return [];
  const about = statSync(source.path, { throwIfNoEntry: false });
  return about === undefined || about.isFile() || about.isDirectory() ? [] : [source.path];
}

/** A path that is not there is the user's error, on one line. */
async function* explained(items: AsyncGenerator<ScanItem>): AsyncGenerator<ScanItem> {
  try {
    yield* items;
  } catch (error) {
    if (error instanceof NothingThere) throw new CliError(error.message, 'name a folder or a prefix that holds files');
    const path = typeof error === 'object' && error !== null && 'path' in error ? error.path : undefined;
    if (typeof path !== 'string') throw error;
    throw fileError('read', path, error, 'name a file or a folder that is there');
  }
}

function narrowed(range: TimeRange, asked: TimeRange): TimeRange {
  const since =
    [range.since, asked.since]
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null;
  const until = [range.until, asked.until].filter((time) => time !== null).sort()[0] ?? null;
  return { since, until };
}

function counted(count: number, one: string, many = `${one}s`): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
