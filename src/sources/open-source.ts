import type { LogEvents } from '../aws/log-events.js';
import type { AwsOptions } from '../aws/settings.js';
import type { TimeRange } from '../cloudtrail/object-name.js';
import type { ScanItem, ScanProblem } from '../scan/item.js';
import { filesOf } from './files.js';
import type { Skipped } from './skipped.js';
import type { Source } from './source.js';

export interface Opening {
  readonly range: TimeRange;
  readonly aws: AwsOptions;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly skipped: Skipped;
  readonly problem: (problem: ScanProblem) => void;
  /** They have been read before. */
  readonly again?: boolean;
  /** Called for a file or folder that was reached before and is left out. */
  readonly reached?: () => void;
}

/** The items of the sources, one source after the other; a file that two of them reach comes once. */
export async function* itemsOf(sources: readonly Source[], opening: Opening): AsyncGenerator<ScanItem> {
  const seen = new Set<string>();
  for (const source of sources) {
    switch (source.kind) {
      case 'path':
        yield* orNothing(source.path, opening, (counting) => filesOf(source.path, { ...counting, seen }));
        break;
      case 'stdin':
        yield { kind: 'stream', name: 'standard input', chunks: bytesOf(opening.stdin) };
        break;
      case 's3':
        yield* orNothing(`s3://${source.bucket}/${source.prefix}`, opening, (counting) =>
          bucketItems(source.bucket, source.prefix, counting),
        );
        break;
      case 'cloudwatch-logs':
        yield await logItem(source, opening);
        break;
    }
  }
}

/** There is nothing at all at the place that was named, not even something that is left out: surely another one was meant. */
export class NothingThere extends Error {
  readonly place: string;

  constructor(place: string) {
    super(`there is nothing at \`${place}\``);
    this.name = 'NothingThere';
    this.place = place;
  }
}

/** Throws `NothingThere`. */
async function* orNothing(
  place: string,
  opening: Opening,
  open: (opening: Opening) => AsyncGenerator<ScanItem>,
): AsyncGenerator<ScanItem> {
  const { skipped } = opening;
  const left = (): number => skipped.digests + skipped.insights + skipped.outOfRange + skipped.other;
  const before = left();
  let isThere = opening.again === true;
  const problem = (found: ScanProblem): void => {
    isThere = true;
    opening.problem(found);
  };
  // What was reached before is there, and is not read again.
  const reached = (): void => {
    isThere = true;
  };
  for await (const item of open({ ...opening, problem, reached })) {
    isThere = true;
    yield item;
  }
  if (!isThere && left() === before) throw new NothingThere(place);
}

async function* bucketItems(bucket: string, prefix: string, opening: Opening): AsyncGenerator<ScanItem> {
  const [{ openObjectStore }, { objectsOf }] = await Promise.all([
    import('../aws/object-store.js'),
    import('./bucket.js'),
  ]);
  const store = await openObjectStore(opening.aws);
  // The last objects are read after the list has come to its end, so the store is not closed here: it holds no timer, and its
  // idle connections end with the process.
  yield* objectsOf(store, bucket, prefix, opening);
}

type LogSource = Extract<Source, { kind: 'cloudwatch-logs' }>;

/** A group that cannot be read at all is said before anything is scanned: its first page is asked for here. */
async function logItem({ group, region }: LogSource, { range, aws }: Opening): Promise<ScanItem> {
  const { logEvents } = await import('../aws/log-events.js');
  const pages = logEvents(group, region, range, aws);
  const first = await pages.next();
  return { kind: 'stream', name: `cloudwatch-logs:${group}`, chunks: linesOf(first, pages) };
}

/** One message a line, as a scan reads them. A message with line breaks of its own is JSON all the same. */
async function* linesOf(
  first: IteratorResult<LogEvents, void>,
  pages: AsyncGenerator<LogEvents, void>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let page = first; !page.done; page = await pages.next())
    if (page.value.messages.length > 0) yield encoder.encode(`${page.value.messages.join('\n')}\n`);
}

async function* bytesOf(stdin: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const chunk of stdin) yield typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
}
