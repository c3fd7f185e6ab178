import type { Account, ReadError } from '../account/account.js';
import { permissionOf } from '../account/permission.js';
import type { Unread } from './result.js';

/** The reads of an account that failed, with the permission that would allow each. */
export function unreadOf(account: Account): readonly Unread[] {
  return named(account, (kind) => kind !== 'unsupported' && kind !== 'not-found');
}

/** The operations that the endpoint does not know at all: taken as "nothing of that kind here". */
export function unsupportedOf(account: Account): readonly Unread[] {
  return named(account, (kind) => kind === 'unsupported');
}

function named(account: Account, wanted: (kind: ReadError['kind']) => boolean): readonly Unread[] {
  const found = new Map<string, Unread>();
  for (const { region, operation, error } of account.reads) {
    if (!error || !wanted(error.kind)) continue;
    const key = `${region}\n${operation}\n${error.code}`;
    if (found.has(key)) continue;
    found.set(key, {
      account: account.account,
      region,
      operation,
      error: `${error.code}: ${error.message}`,
      permission: permissionOf(operation),
    });
  }
  return [...found.values()];
}
