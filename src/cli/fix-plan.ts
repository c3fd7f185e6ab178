import type { Account } from '../account/account.js';
import type { TagsRead } from '../aws/read-tags.js';
import type { Control } from '../catalogue/control.js';
import type { Plan } from '../change/change.js';
import type { Task } from '../change/task.js';
import type { OwnersKnown } from '../report/plan-terminal.js';
import { readSnapshot } from './audit.js';
import { CliError } from './cli-error.js';
import { collectAccount, type Place, progressOn } from './collect-account.js';
import { type FixOptions, subscriberOf, topicOf } from './fix-options.js';
import type { Io } from './io.js';
import { loadCatalogue, type Selected, selectByName } from './load-catalogue.js';

/** What is planned again after the changes, on the account as it is then. */
export interface Question extends Selected {
  readonly catalogue: readonly Control[];
  readonly options: FixOptions;
}

export interface Planned {
  readonly plan: Plan;
  /** The account that is to be mended, as it was planned on. */
  readonly account: Account;
  /** All that were read, itself among them. */
  readonly accounts: readonly Account[];
  readonly owners: OwnersKnown;
}

export async function questionOf(options: FixOptions): Promise<Question> {
  const catalogue = await loadCatalogue(options.controls ?? []);
  return { catalogue, options, ...(await selectByName(catalogue, options.control ?? [], options.benchmark)) };
}

/** Where the account that is to be mended is read, and changed. */
export function placeOf({ profile, region, endpointUrl }: FixOptions): Place {
  return { profile: profile?.[0], regions: region, endpointUrl };
}

/** Reads the accounts, of which the first is to be mended, and plans on it. */
export async function planned(io: Io, question: Question): Promise<Planned> {
  const { options } = question;
  const subscribe = (options.subscribe ?? []).map(subscriberOf);
  const topic = options.topic === undefined ? null : topicOf(options.topic);
  const read = await accountsOf(io, options);
  const account = options.snapshot ? read[0]! : await askedFurther(io, read[0]!, { topic, subscribe }, options);
  const accounts = [account, ...read.slice(1)];
  const [{ plan }, { tool }] = await Promise.all([import('../change/plan.js'), import('../version.js')]);
  const { controls, catalogue, benchmark } = question;
  const found = plan({
    account,
    accounts,
    controls,
    catalogue,
    benchmark,
    includeAttempts: options.includeAttempts ?? false,
    subscribe,
    topic,
    literal: options.literal ?? false,
    generatedAt: io.now(),
    tool: tool(),
  });
  const seen = options.snapshot ? await unseenIn(found, account, { topic, subscribe }) : found;
  return { account, accounts, ...(await owned(seen, options)) };
}

async function accountsOf(io: Io, options: FixOptions): Promise<readonly Account[]> {
  const accounts: Account[] = [];
  for (const file of options.snapshot ?? []) accounts.push(await readSnapshot(io, file));
  if (!options.snapshot)
    for (const profile of options.profile ?? [undefined])
      accounts.push(await collectAccount(io, { ...placeOf(options), profile }));
  const ids = accounts.map(({ account }) => account);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw new CliError(`account ${twice} was given twice`, 'give each account once');
  return accounts;
}

/** Each asks only what the one before led to: most end after two. */
const MOST_ROUNDS = 12;

/** What is in the way where a chain would be built. */
async function askedFurther(
  io: Io,
  account: Account,
  { topic, subscribe }: Pick<Task, 'topic' | 'subscribe'>,
  options: FixOptions,
): Promise<Account> {
  const { questionsToPlan } = await import('../change/prepare.js');
  const questions = (known: Account) => questionsToPlan(known, topic, subscribe);
  if (questions(account).length === 0) return account;
  const { askFurther } = await import('../aws/ask-further.js');
  const { profile, endpointUrl } = placeOf(options);
  const progress = progressOn(io);
  try {
    let known = account;
    // Alarms lead to topics, a topic to the name of its key, and a name that is taken to the next one.
    for (let round = 0; round < MOST_ROUNDS; round++)
      known = await askFurther(known, questions(known), { profile, endpointUrl, progress: progress.show });
    return known;
  } finally {
    progress.clear();
  }
}

/** An account file answers what an audit asks. What a plan would have asked as well is said where it matters. */
async function unseenIn(
  plan: Plan,
  account: Account,
  { topic, subscribe }: Pick<Task, 'topic' | 'subscribe'>,
): Promise<Plan> {
  const [{ questionsToPlan }, { withUnasked }] = await Promise.all([
    import('../change/prepare.js'),
    import('../change/unasked.js'),
  ]);
  return { ...plan, changes: withUnasked(plan.changes, questionsToPlan(account, topic, subscribe), account) };
}

/** The plan with the owners of what it changes, as far as their tags can be read. */
async function owned(plan: Plan, options: FixOptions): Promise<Pick<Planned, 'plan' | 'owners'>> {
  const { taggedArns, withOwners } = await import('../change/owners.js');
  const arns = taggedArns(plan);
  if (arns.length === 0) return { plan, owners: { kind: 'read', unread: [] } };
  if (options.snapshot) return { plan, owners: { kind: 'not-read' } };
  const { readTags } = await import('../aws/read-tags.js');
  const { tags, unread }: TagsRead = await readTags(arns, placeOf(options));
  return { plan: withOwners(plan, tags), owners: { kind: 'read', unread } };
}
