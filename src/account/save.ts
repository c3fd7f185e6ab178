import { createHash } from 'node:crypto';
import type { Account, Read } from './account.js';
import { canonical, compareText } from './canonical.js';

/**
 * The account file's canonical text: reads sorted by Region, operation and input, members sorted by name. Equal accounts
 * give equal texts, whatever order their answers came in.
 */
export function saveAccount(account: Account): string {
  return `${JSON.stringify(inOrder(account), null, 1)}\n`;
}

/** `sha256:` and the hash of the canonical text: what an auditor compares. */
export function digestOf(account: Account): string {
  return `sha256:${createHash('sha256').update(saveAccount(account)).digest('hex')}`;
}

function inOrder(account: Account): unknown {
  const reads = account.reads.map((read) => ({ read, key: sortKey(read) })).sort((a, b) => compareText(a.key, b.key));
  return {
    schema: account.schema,
    tool: { name: account.tool.name, version: account.tool.version },
    readAt: account.readAt,
    account: account.account,
    partition: account.partition,
    caller: account.caller,
    alias: account.alias,
    regions: account.regions,
    narrowed: account.narrowed,
    reads: reads.map(({ read }) => ({
      region: read.region,
      operation: read.operation,
      input: canonical(read.input),
      pages: read.pages.map(canonical),
      ...(read.error && {
        error: { kind: read.error.kind, code: read.error.code, message: read.error.message },
      }),
    })),
  };
}

function sortKey(read: Read): string {
  return JSON.stringify([read.region, read.operation, canonical(read.input)]);
}
