import pLimit from 'p-limit';
import { type ObjectStore, type StoredObject, whyUnread } from '../aws/object-store.js';
import type { TimeRange } from '../cloudtrail/object-name.js';
import type { ScanItem, ScanProblem } from '../scan/item.js';
import { HEAD, mayBeLog } from '../scan/sniff.js';
import { type Leaf, leavesOf } from './bucket-folders.js';
import { choose } from './choose.js';
import { type Skipped, skipOther } from './skipped.js';

export interface BucketWalk {
  readonly range: TimeRange;
  readonly skipped: Skipped;
  readonly problem: (problem: ScanProblem) => void;
}

/** Objects that are fetched before their turn has come, and how large one may be for that: together what memory they take. */
const AHEAD = 12;
const SMALL = 2 * 1024 * 1024;
/** Listings under way at a time. */
const LISTINGS = 8;

/** The logs below the prefix, or the one object of that key. Rejects when the bucket cannot be listed. */
export async function* objectsOf(
  store: ObjectStore,
  bucket: string,
  prefix: string,
  walk: BucketWalk,
): AsyncGenerator<ScanItem> {
  const leaves = await leavesOf(store, bucket, prefix, walk.range, walk.skipped, pLimit(LISTINGS));
  const waiting: { readonly item: Stream; readonly isUnsure: boolean }[] = [];
  const next = async function* (): AsyncGenerator<ScanItem> {
    const { item, isUnsure } = waiting.shift()!;
    const log = isUnsure ? await logIn(item) : item;
    if (log === null) skipOther(walk.skipped, item.name);
    else yield log;
  };
  for await (const object of listed(store, bucket, leaves)) {
    const choice = choose(object.key, walk.range, walk.skipped, object.key === prefix);
    if (choice === 'skip') continue;
    const isUnsure = choice === 'unsure';
    // What the console calls a folder is an object without content.
    if (isUnsure && object.size === 0) walk.skipped.other++;
    else waiting.push({ item: itemOf(store, bucket, object, walk), isUnsure });
    if (waiting.length > AHEAD) yield* next();
  }
  while (waiting.length > 0) yield* next();
}

type Stream = Extract<ScanItem, { kind: 'stream' }>;

/** The same, when it begins as a log does. */
async function logIn(item: Stream): Promise<Stream | null> {
  const rest = item.chunks[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD) {
    const { done, value } = await rest.next();
    if (done) break;
    head.push(value);
    length += value.length;
  }
  // What could not be read has been told.
  if (length > 0 && !mayBeLog(Buffer.concat(head))) {
    await rest.return?.();
    return null;
  }
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield* head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  };
  return { ...item, chunks: chunks() };
}

/** The first page of the next leaves is asked for while one is read. */
async function* listed(store: ObjectStore, bucket: string, leaves: readonly Leaf[]): AsyncGenerator<StoredObject> {
  const started = leaves.slice(0, LISTINGS).map((leaf) => begun(store, bucket, leaf));
  for (let next = LISTINGS; started.length > 0; next++) {
    const { pages, first } = started.shift()!;
    if (next < leaves.length) started.push(begun(store, bucket, leaves[next]!));
    for (let page = await first; !page.done; page = await pages.next()) yield* page.value;
  }
}

function begun(store: ObjectStore, bucket: string, leaf: Leaf) {
  const pages = pagesOf(store, bucket, leaf);
  const first = pages.next();
  first.catch(() => {}); // it is thrown again where it is awaited
  return { pages, first };
}

async function* pagesOf(store: ObjectStore, bucket: string, leaf: Leaf): AsyncGenerator<readonly StoredObject[]> {
  if (leaf.kind === 'objects') yield leaf.objects;
  else for await (const page of store.list(bucket, leaf.prefix)) yield page.objects;
}

/**
 * A small object is asked for when it is listed: while one is scanned the next ones arrive. A large one is read when its turn
 * comes. What cannot be read is a problem of the scan, not its end.
 */
function itemOf(store: ObjectStore, bucket: string, object: StoredObject, walk: BucketWalk): Stream {
  const name = `s3://${bucket}/${object.key}`;
  const early = object.size <= SMALL ? whole(store, bucket, object.key) : null;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let offset = 0;
    try {
      if (early === null)
        for await (const chunk of store.read(bucket, object.key)) {
          offset += chunk.length;
          yield chunk;
        }
      else yield* await early();
    } catch (thrown) {
      walk.problem({ file: name, offset, code: 'unreadable', reason: whyUnread(thrown) });
    }
  }
  return { kind: 'stream', name, chunks: chunks() };
}

/** Begins at once; throws what went wrong only when it is asked for the bytes. */
function whole(store: ObjectStore, bucket: string, key: string): () => Promise<readonly Uint8Array[]> {
  const read = async (): Promise<readonly Uint8Array[]> => {
    const bytes: Uint8Array[] = [];
    for await (const chunk of store.read(bucket, key)) bytes.push(chunk);
    return bytes;
  };
  const reading = read();
  reading.catch(() => {});
  return () => reading;
}
