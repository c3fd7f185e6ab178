import type { Account, Operation, Read, ReadError } from './account.js';

/** What one read came to. `incomplete`: the pages before the error are there, what came after them is not known. */
export type Answer =
  | { readonly kind: 'answered'; readonly read: Read; readonly pages: Read['pages']; readonly incomplete?: ReadError }
  | { readonly kind: 'failed'; readonly read: Read; readonly error: ReadError }
  | { readonly kind: 'not-found'; readonly read: Read } // an answer: the thing is not there
  | { readonly kind: 'unsupported'; readonly read: Read } // taken as "nothing of that kind here"
  | { readonly kind: 'not-read' };

/** The answer to an operation in a Region; `input` must agree with the members given. */
export function answerTo(account: Account, region: string, operation: Operation, input: Read['input'] = {}): Answer {
  const read = indexOf(account)
    .get(`${region}\n${operation}`)
    ?.find((candidate) => Object.entries(input).every(([name, value]) => same(candidate.input[name], value)));
  if (!read) return { kind: 'not-read' };
  if (!read.error) return { kind: 'answered', read, pages: read.pages };
  if (read.error.kind === 'not-found') return { kind: 'not-found', read };
  if (read.error.kind === 'unsupported') return { kind: 'unsupported', read };
  if (read.pages.length > 0) return { kind: 'answered', read, pages: read.pages, incomplete: read.error };
  return { kind: 'failed', read, error: read.error };
}

/** All the items of a listing's member, over its pages. Members of another type count as none. */
export function itemsOf<T>(pages: Read['pages'], member: string): readonly T[] {
  return pages.flatMap((page) => (Array.isArray(page[member]) ? (page[member] as T[]) : []));
}

const indexes = new WeakMap<Account, Map<string, Read[]>>();

function indexOf(account: Account): Map<string, Read[]> {
  let index = indexes.get(account);
  if (!index) {
    index = new Map();
    for (const read of account.reads) {
      const key = `${read.region}\n${read.operation}`;
      const list = index.get(key);
      if (list) list.push(read);
      else index.set(key, [read]);
    }
    indexes.set(account, index);
  }
  return index;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
