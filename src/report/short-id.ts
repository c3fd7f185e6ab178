import type { LinkKind } from '../chain/link.js';
import { linkName } from '../chain/link-name.js';
import { truncateMiddle } from './columns.js';

/** The part of an ARN by which people know the thing, cut in its middle where it is wider. */
export function shortId(kind: LinkKind, id: string, width = 60): string {
  return truncateMiddle(linkName(kind, id), width);
}

/** The account in an ARN, or null. */
export function accountOf(id: string): string | null {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(id)?.[1] ?? null;
}
