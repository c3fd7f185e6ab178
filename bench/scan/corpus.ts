import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Random } from './random.js';
import { HITS, makeRecord } from './record.js';
import { makeWorld } from './world.js';

export interface Corpus {
  readonly folder: string;
  readonly files: number;
  readonly hits: number;
}

export interface CorpusSize {
  readonly name: string;
  readonly files: number;
  readonly recordsInFile: number;
  /** One hit in each file whose number is a multiple of this. */
  readonly hitEvery: number;
  /** The share of calls that were denied: the control for denied calls raises an alert for each. */
  readonly denied: number;
}

const ORDINARY = 0.002;
export const LARGE: CorpusSize = { name: 'large', files: 500, recordsInFile: 6600, hitEvery: 5, denied: ORDINARY };
/** A third of it: what beginning and ending cost shows more. */
export const MEDIUM: CorpusSize = { name: 'medium', files: 500, recordsInFile: 2200, hitEvery: 5, denied: ORDINARY };
export const SMALL: CorpusSize = { name: 'small', files: 4000, recordsInFile: 20, hitEvery: 40, denied: ORDINARY };
/** Where one event in fifty raises an alert. */
export const NOISY: CorpusSize = { name: 'noisy', files: 100, recordsInFile: 2200, hitEvery: 5, denied: 0.02 };

const SEED = 20251103;
/** Another number when what is made of the seed changes: a corpus is kept. */
const EDITION = 2;
const squeeze = promisify(gzip);

/** The corpus, made if it is not there: the same bytes for the same seed, under the system's folder for temporary files. */
export async function makeCorpus({ name, files, recordsInFile, hitEvery, denied }: CorpusSize): Promise<Corpus> {
  const folder = join(tmpdir(), `trailproof-corpus-${SEED}-${EDITION}`, `${name}-${files}x${recordsInFile}`);
  const corpus = { folder, files, hits: Math.ceil(files / hitEvery) };
  if (existsSync(folder)) return corpus;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  let pending: Promise<void>[] = [];
  for (let file = 0; file < files; file++) {
    const path = join(making, `${String(file).padStart(4, '0')}.json.gz`);
    const text = makeFile(new Random(SEED + file), recordsInFile, file % hitEvery === 0 ? file : null, denied);
    pending.push(squeeze(text).then((bytes) => writeFileSync(path, bytes)));
    if (pending.length === 4) {
      await Promise.all(pending);
      pending = [];
    }
  }
  await Promise.all(pending);
  renameSync(making, folder);
  return corpus;
}

function makeFile(random: Random, records: number, hit: number | null, denied: number): string {
  const world = makeWorld(random);
  const start = random.below(86_000);
  const hitAt = hit === null ? -1 : random.below(records);
  const texts: string[] = [];
  for (let i = 0; i < records; i++) {
    const seconds = start + Math.floor((i * 300) / records);
    const call = i === hitAt ? HITS[hit! % HITS.length] : undefined;
    texts.push(JSON.stringify(makeRecord(random, world, seconds, denied, call)));
  }
  return `{"Records":[${texts.join(',')}]}`;
}
