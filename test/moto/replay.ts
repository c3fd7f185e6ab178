import type { Account, Read } from '../../src/account/account.js';
import { canonical } from '../../src/account/canonical.js';
import { readsTo } from '../../src/account/view.js';
import { type Also, readChain } from '../../src/aws/read-chain.js';

/** The reads of a collector to whom the account file itself answers, and what it asked that the file does not hold. */
export async function replayed(
  account: Account,
  also: Also = {},
): Promise<{ readonly reads: readonly Read[]; readonly missing: readonly string[] }> {
  const asked = new Map<string, Read>();
  const missing: string[] = [];
  const reader = {
    async read(region: string, operation: Read['operation'], input: Read['input']): Promise<Read> {
      const key = JSON.stringify([region, operation, canonical(input)]);
      const found = readsTo(account, region, operation, input)[0];
      if (!found) missing.push(key);
      asked.set(key, found ?? { region, operation, input, pages: [] });
      return asked.get(key) as Read;
    },
  };
  await readChain(reader, account.regions, account.account, () => {}, also);
  return { reads: [...asked.values()].filter((read) => read.pages.length > 0 || read.error), missing };
}

/**
 * Reads that can be compared: pages joined, empty members left out, lists in one order, policies as what they say, without times, ids that AWS gives out, and
 * the members that are named.
 */
export function comparable(reads: readonly Read[], without: ReadonlySet<string>): readonly unknown[] {
  const plain = (value: unknown): unknown => {
    if (typeof value === 'string') return textOf(value);
    if (Array.isArray(value)) return value.map(plain).sort(byText);
    if (typeof value !== 'object' || value === null) return value;
    return canonicalMembers(
      Object.entries(value)
        .filter(([name]) => !without.has(name) && !/^Time|(?:Time|Timestamp|Date)$/.test(name))
        .filter(([, member]) => member !== '' && !(Array.isArray(member) && member.length === 0))
        .map(([name, member]) => [name, plain(member)] as const),
    );
  };
  return reads
    .map(({ region, operation, input, pages, error }) =>
      canonical({ region, operation, input: plain(input), answer: plain(joined(pages)), error: error?.kind }),
    )
    .sort(byText);
}

function canonicalMembers(members: readonly (readonly [string, unknown])[]): unknown {
  return canonical(Object.fromEntries(members));
}

function joined(pages: Read['pages']): Readonly<Record<string, unknown>> {
  const whole: Record<string, unknown> = {};
  for (const page of pages)
    for (const [name, member] of Object.entries(page)) {
      if (/^nextToken$/i.test(name)) continue;
      const before = whole[name];
      whole[name] = Array.isArray(before) && Array.isArray(member) ? [...before, ...member] : member;
    }
  return whole;
}

function textOf(text: string): unknown {
  if (/^\s*\{/.test(text)) {
    try {
      return canonical(JSON.parse(text));
    } catch {
      // a filter pattern
    }
  }
  return text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>');
}

function byText(one: unknown, other: unknown): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}
