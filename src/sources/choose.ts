import { kindOfPath, mayHold, objectName, type TimeRange } from '../cloudtrail/object-name.js';
import type { Skipped } from './skipped.js';

/** Names that logs have, compressed or not: CloudTrail's, CloudWatch Logs exports (`000000.gz`), and what people call theirs. */
const LOG = /\.(?:json|jsonl|ndjson|log|txt|gz|gzip|zst|zstd)(?:\.\d+)?$/i;

/** Is the file to be read? Counts it where it is not. A file that was named itself is read whatever it is called. */
export function isChosen(path: string, range: TimeRange, skipped: Skipped, named: boolean): boolean {
  switch (kindOfPath(path)) {
    case 'digest':
      skipped.digests++;
      return false;
    case 'insight':
      skipped.insights++;
      return false;
    case 'log':
    case null:
  }
  const told = objectName(path);
  if (told !== null && !mayHold(told.time, range)) {
    skipped.outOfRange++;
    return false;
  }
  if (named || told !== null || LOG.test(path)) return true;
  skipped.other++;
  return false;
}
