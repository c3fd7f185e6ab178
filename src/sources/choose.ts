import { kindOfPath, mayHold, objectName, type TimeRange } from '../cloudtrail/object-name.js';
import type { Skipped } from './skipped.js';

/** Names that logs have, compressed or not: CloudTrail's, CloudWatch Logs exports (`000000.gz`), and what people call theirs. */
const LOG = /\.(?:json|jsonl|ndjson|log|gz|gzip|zst|zstd)(?:\.\d+)?$/i;

/** `unsure`: its name does not say what it is, how it begins must (`mayBeLog`). */
export type Choice = 'read' | 'unsure' | 'skip';

/** Is the file to be read? Counts it where it is not. A file that was named itself is read whatever it is called. */
export function choose(path: string, range: TimeRange, skipped: Skipped, named: boolean): Choice {
  switch (kindOfPath(path)) {
    case 'digest':
      skipped.digests++;
      return 'skip';
    case 'insight':
      skipped.insights++;
      return 'skip';
    case 'log':
    case null:
  }
  const told = objectName(path);
  if (told !== null && !mayHold(told.time, range)) {
    skipped.outOfRange++;
    return 'skip';
  }
  return named || told !== null || LOG.test(path) ? 'read' : 'unsure';
}
