import type { Account, Operation, Read, ReadError } from './account.js';

/** What one read came to. `incomplete`: the pages before the error are there, what came after them is not known. */
export type Answer =
  | { readonly kind: 'answered'; readonly read: Read; readonly pages: Read['pages']; readonly incomplete?: ReadError }
  | { readonly kind: 'failed'; readonly read: Read; readonly error: ReadError }
  | { readonly kind: 'not-found'; readonly read: Read } // an answer: the thing is not there
  | { readonly kind: 'unsupported'; readonly read: Read } // taken as "nothing of that kind here"
  | { readonly kind: 'not-read' };

/**
 * The answer to an operation in a Region; `input` must agree with the members given. Of an operation that was asked twice and
 * answered in two ways nothing is known, and a last page that names a further one is not the last: such files were edited.
 */
export function answerTo(account: Account, region: string, operation: Operation, input: Read['input'] = {}): Answer {
  const [read, ...others] = readsTo(account, region, operation, input);
  if (!read) return { kind: 'not-read' };
  if (others.some(({ pages, error }) => !same(pages, read.pages) || !same(error, read.error)))
    return { kind: 'failed', read, error: CONTRADICTORY };
  const error = read.error ?? (namesNext(read.pages.at(-1)) ? PAGES_MISSING : undefined);
  if (!error) return { kind: 'answered', read, pages: read.pages };
  if (error.kind === 'not-found') return { kind: 'not-found', read };
  if (error.kind === 'unsupported') return { kind: 'unsupported', read };
  if (read.pages.length > 0) return { kind: 'answered', read, pages: read.pages, incomplete: error };
  return { kind: 'failed', read, error };
}

/** The reads that put this question: one, but in files that were edited. */
export function readsTo(
  account: Account,
  region: string,
  operation: Operation,
  input: Read['input'] = {},
): readonly Read[] {
  const reads = indexOf(account).get(`${region}\n${operation}`) ?? [];
  return reads.filter((candidate) => asks(candidate.input, input));
}

const CONTRADICTORY: ReadError = {
  kind: 'failed',
  code: 'ContradictoryAnswers',
  message: 'it stands in the account file more than once, with different answers',
};
const PAGES_MISSING: ReadError = {
  kind: 'truncated',
  code: 'MissingPages',
  message: 'the last page in the account file names a further one',
};

/** Is it an error of the account file, which no permission would have prevented? */
export function isOfTheFile(error: ReadError): boolean {
  return error === CONTRADICTORY || error === PAGES_MISSING;
}

/** Members of an input that narrow no answer. With any other one that was not asked for, another question was answered. */
const WHOLE: Read['input'] = {
  includeShadowTrails: true,
  AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
  PolicyName: 'default',
  AttributeNames: ['All'],
};

function asks(candidate: Read['input'], input: Read['input']): boolean {
  return (
    Object.entries(input).every(([name, value]) => same(candidate[name], value)) &&
    Object.entries(candidate).every(([name, value]) => name in input || same(value, WHOLE[name]))
  );
}

function namesNext(page: Read['pages'][number] | undefined): boolean {
  return [page?.NextToken, page?.nextToken].some((token) => typeof token === 'string' && token !== '');
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
