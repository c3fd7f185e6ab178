import type { Account, Operation, Read, ReadError } from '../account/account.js';
import { permissionOf } from '../account/permission.js';
import { type Answer, answerTo, isOfTheFile, itemsOf } from '../account/view.js';
import type { Reason } from '../predicate/predicate.js';

/** The account whose events are followed, among all the accounts that were read together (itself included). */
export interface World {
  readonly account: Account;
  readonly all: readonly Account[];
}

/** One question to an account: what was asked, of whom, and what it came to. */
export interface Asked {
  readonly account: string;
  readonly region: string;
  readonly operation: Operation;
  readonly answer: Answer;
}

/** The account of that number among those that were read. */
export function accountOf(world: World, id: string): Account | null {
  return world.account.account === id ? world.account : (world.all.find(({ account }) => account === id) ?? null);
}

/** Asks the account that owns the thing. An account that was not read answers nothing. */
export function ask(
  world: World,
  owner: string,
  region: string,
  operation: Operation,
  input: Read['input'] = {},
): Asked {
  const account = accountOf(world, owner);
  const answer: Answer = account ? answerTo(account, region, operation, input) : { kind: 'not-read' };
  return { account: owner, region, operation, answer };
}

/**
 * Asks about a thing that is named by its whole ARN, in whichever account the question was put. The owner's answer comes first;
 * of the others only what they could see counts, because a stranger is told "not found" where he may not look.
 */
export function askAnyone(
  world: World,
  owner: string,
  region: string,
  operation: Operation,
  input: Read['input'],
): Asked {
  const asked = ask(world, owner, region, operation, input);
  if (isAnswer(asked.answer)) return asked;
  const others = [world.account, ...world.all].map((account) => answerTo(account, region, operation, input));
  const seen = others.find(({ kind }) => kind === 'answered') ?? others.find(({ kind }) => kind === 'failed');
  const better = seen && (seen.kind === 'answered' || asked.answer.kind === 'not-read');
  return better ? { ...asked, answer: seen } : asked;
}

function isAnswer(answer: Answer): boolean {
  return answer.kind === 'answered' || answer.kind === 'not-found' || answer.kind === 'unsupported';
}

/** What is missing, in words: the operation, the Region, the account, and the permission where one would help. */
function unread(asked: Omit<Asked, 'answer'>, error?: ReadError): Reason {
  const { account, region, operation } = asked;
  const where = `\`${operation}\` in ${region} of account ${account}`;
  const permission = permissionOf(operation);
  if (!error) return { code: 'not-read', message: `${where} was not read (permission ${permission})` };
  const what = error.kind === 'truncated' ? 'was not read to its end' : 'could not be read';
  if (isOfTheFile(error)) return { code: 'unread', message: `${where} ${what}: ${error.message}` };
  return { code: 'unread', message: `${where} ${what}: ${error.code} (permission ${permission})` };
}

/** The doubt that an answer leaves, if it leaves one: a failed or missing read, or a listing that did not come to its end. */
export function doubtOf(asked: Asked): Reason | null {
  const { answer } = asked;
  switch (answer.kind) {
    case 'answered':
      return answer.incomplete ? unread(asked, answer.incomplete) : null;
    case 'failed':
      return unread(asked, answer.error);
    case 'not-read':
      return unread(asked);
    case 'not-found':
    case 'unsupported':
      return null;
  }
}

/** The items of a listing that were seen, and why there may be more. */
export interface Listing<T> {
  readonly items: readonly T[];
  readonly more: Reason | null;
}

export function listingOf<T>(asked: Asked, member: string): Listing<T> {
  const items = asked.answer.kind === 'answered' ? itemsOf<T>(asked.answer.pages, member) : [];
  return { items, more: doubtOf(asked) };
}

/** The first page of an answer that has only one. */
export function pageOf<T>(asked: Asked): T | null {
  return asked.answer.kind === 'answered' ? ((asked.answer.pages[0] as T | undefined) ?? null) : null;
}
