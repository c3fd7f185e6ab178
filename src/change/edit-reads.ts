import type { Account, Operation, Read, ReadError } from '../account/account.js';
import { readsTo } from '../account/view.js';

/** Which read: what was asked, and of which Region. */
export interface Question {
  readonly region: string;
  readonly operation: Operation;
  readonly input: Read['input'];
}

type Page = Read['pages'][number];
type Item = object;

/**
 * Stands in a listing that was never read, and of which only what a step puts there is known. The listing is not known to its end
 * with it, so that nothing is claimed of what else is there.
 */
const NEVER_READ: ReadError = {
  kind: 'truncated',
  code: 'NotRead',
  message: 'of this listing only what is to be put there is known',
};

/** Has the read an answer, if only the beginning of one? A read that failed would fail after the step as well. */
function isAnswered({ pages, error }: Read): boolean {
  return error === undefined || (error.kind !== 'not-found' && error.kind !== 'unsupported' && pages.length > 0);
}

/** The pages of an answer, or none. */
export function pagesOf(account: Account, { region, operation, input }: Question): readonly Page[] {
  return readsTo(account, region, operation, input).filter(isAnswered)[0]?.pages ?? [];
}

/** What was asked about a thing that is not there, or was not asked at all: an answer is to be made where somebody creates the thing. */
export function isAbsent(account: Account, { region, operation, input }: Question): boolean {
  const reads = readsTo(account, region, operation, input);
  return reads.every(({ error }) => error?.kind === 'not-found');
}

/** The items of a listing, as far as they are known. */
export function itemsIn<T extends Item>(account: Account, question: Question, member: string): readonly T[] {
  return pagesOf(account, question).flatMap((page) => itemsOfPage<T>(page, member));
}

function itemsOfPage<T extends Item>(page: Page, member: string): readonly T[] {
  const items = page[member];
  return Array.isArray(items) ? (items as T[]) : [];
}

/** The one answer to a question, whatever it was before. */
export function withAnswer(account: Account, question: Question, page: Page): Account {
  const read: Read = { ...question, pages: [page] };
  const old = readsTo(account, question.region, question.operation, question.input);
  const [first] = old;
  if (!first) return { ...account, reads: [...account.reads, read] };
  return replaced(account, old, (one) => (one === first ? { ...read, input: first.input } : null));
}

/** The thing is not there any more. What could not be read cannot be read afterwards either. */
export function withoutAnswer(account: Account, question: Question, code: string, message: string): Account {
  const old = readsTo(account, question.region, question.operation, question.input).filter(isAnswered);
  return replaced(account, old, (read) => ({ ...read, pages: [], error: { kind: 'not-found', code, message } }));
}

/** Changes the pages of what was answered. Where nothing was, nothing is known afterwards either. */
export function withPages(account: Account, question: Question, change: (page: Page) => Page): Account {
  const old = readsTo(account, question.region, question.operation, question.input).filter(isAnswered);
  return replaced(account, old, (read) => {
    const pages = read.pages.map(change);
    return pages.every((page, index) => page === read.pages[index]) ? read : { ...read, pages };
  });
}

/** Changes the items of a listing that are meant, in their places. */
export function withItems<T extends Item>(
  account: Account,
  question: Question,
  member: string,
  change: (item: T) => T | null,
): Account {
  const changed = withPages(account, question, (page) => {
    const items = itemsOfPage<T>(page, member);
    const after = items.flatMap((item) => change(item) ?? []);
    const isSame = after.length === items.length && after.every((item, index) => item === items[index]);
    return isSame ? page : { ...page, [member]: after };
  });
  // A listing that was begun by a step alone ends with it.
  const idle = readsTo(changed, question.region, question.operation, question.input).filter(
    ({ error, pages }) =>
      error?.code === NEVER_READ.code && pages.every((page) => itemsOfPage(page, member).length === 0),
  );
  return replaced(changed, idle, () => null);
}

export interface Entry<T extends Item> {
  readonly member: string;
  readonly is: (item: T) => boolean;
  /** The item as it becomes. `old` is what is there. */
  readonly make: (old: T | undefined) => T;
  /** Does the new item stand before this one? Without it, at the end. */
  readonly before?: (item: T) => boolean;
}

/** Replaces the item that is meant, or adds it, in a listing that answered; a listing that was never read begins with it. */
export function withItem<T extends Item>(account: Account, question: Question, entry: Entry<T>): Account {
  const { member, is, make } = entry;
  const { region, operation, input } = question;
  const reads = readsTo(account, region, operation, input);
  if (reads.length === 0)
    return {
      ...account,
      reads: [...account.reads, { ...question, pages: [{ [member]: [make(undefined)] }], error: NEVER_READ }],
    };
  if (itemsIn<T>(account, question, member).some(is))
    return withItems<T>(account, question, member, (item) => (is(item) ? make(item) : item));
  return replaced(account, reads.filter(isAnswered), (read) => ({ ...read, pages: inserted(read.pages, entry) }));
}

function inserted<T extends Item>(pages: readonly Page[], { member, make, before }: Entry<T>): readonly Page[] {
  const known = pages.length === 0 ? [{}] : pages;
  const found = before ? known.findIndex((page) => itemsOfPage<T>(page, member).some(before)) : -1;
  const at = found < 0 ? known.length - 1 : found;
  return known.map((page, index) => {
    if (index !== at) return page;
    const items = itemsOfPage<T>(page, member);
    const place = found < 0 || !before ? items.length : items.findIndex(before);
    return { ...page, [member]: [...items.slice(0, place), make(undefined), ...items.slice(place)] };
  });
}

/** Without the answers to a question that nobody asks any more. */
export function withoutReads(account: Account, isMeant: (read: Read) => boolean): Account {
  return replaced(account, account.reads.filter(isMeant), () => null);
}

/** The same account where nothing is different. */
function replaced(account: Account, old: readonly Read[], change: (read: Read) => Read | null): Account {
  if (old.length === 0) return account;
  const meant = new Set(old);
  let isSame = true;
  const reads = account.reads.flatMap((read) => {
    const after = meant.has(read) ? change(read) : read;
    if (after !== read) isSame = false;
    return after ?? [];
  });
  return isSame ? account : { ...account, reads };
}

/** Milliseconds since 1970, as CloudWatch Logs tells times. */
export function millisecondsOf(account: Account): number {
  return Date.parse(account.readAt);
}
