import type { Operation } from '../account/account.js';
import type { Reason } from '../predicate/predicate.js';
import { doubtful, fails } from './condition.js';
import type { Link, LinkKind } from './link.js';

export interface Spot {
  readonly account: string;
  readonly region: string;
}

/** The link that a chain lacks: nothing passes it, and it says what is missing. */
export function missingLink(
  kind: LinkKind,
  spot: Spot,
  because: string,
  reads: readonly Operation[],
  mend: string,
): Link {
  const { account, region } = spot;
  return { kind, id: '(none)', account, region, conditions: [fails('present', because, reads, mend)] };
}

/** The links that a listing may hold and that were not seen. */
export function unseenLink(kind: LinkKind, spot: Spot, why: Reason, reads: readonly Operation[]): Link {
  const { account, region } = spot;
  return { kind, id: NOT_READ, account, region, conditions: [doubtful('listed', why, reads)] };
}

const NOT_READ = '(not read)';

export function isUnseen(link: Link | undefined): boolean {
  return link?.id === NOT_READ;
}
