import type { Account } from '../account/account.js';
import { itemsOf } from '../account/view.js';
import { progressOn } from './collect-account.js';
import { type Planned, placeOf, planned, type Question } from './fix-plan.js';
import type { Io } from './io.js';
import { stoppable } from './stoppable.js';

/** Two looks at the subscriptions lie so far apart. */
const BETWEEN = 15_000;

/**
 * Waits until people have confirmed what the proof still needs, at most so many milliseconds; then reads and proves all of it again.
 * Ctrl-C ends the waiting, and nothing else. Null: there was nothing to wait for.
 */
export async function waitForPeople(
  io: Io,
  question: Question,
  first: Planned,
  most: number,
): Promise<{ readonly planned: Planned; readonly interrupted: boolean } | null> {
  if (!isWaiting(first)) return null;
  const stop = stoppable(io, 'no longer waiting; `trailproof audit` says when it is proved');
  const progress = progressOn(io, 'waiting for');
  let found = first;
  let pending = pendingIn(found.account);
  try {
    for (let waited = 0; waited < most && !stop.signal.aborted; waited += BETWEEN) {
      progress.show(`${[...pending].map(nameOf).join(', ')} to confirm`);
      await io.wait(Math.min(BETWEEN, most - waited), stop.signal);
      if (stop.signal.aborted) break;
      const now = pendingIn(await lookedAgain(found.account, question));
      const confirmed = [...pending].filter((one) => !now.has(one));
      if (confirmed.length === 0) continue;
      progress.clear();
      // What is proved is proved on one reading of everything.
      found = await planned(io, question);
      pending = pendingIn(found.account);
      if (!isWaiting(found)) break;
    }
  } finally {
    stop.release();
    progress.clear();
  }
  return { planned: found, interrupted: stop.signal.aborted };
}

function isWaiting({ plan }: Planned): boolean {
  return plan.changes.length === 0 && plan.remains.some(({ code }) => code === 'confirm-email');
}

const LISTING = 'sns:ListSubscriptionsByTopic';

/** The account with its subscriptions as they are now: nothing else is asked. */
async function lookedAgain(account: Account, { options }: Question): Promise<Account> {
  const { askFurther } = await import('../aws/ask-further.js');
  const listings = account.reads.filter(({ operation }) => operation === LISTING);
  const rest = { ...account, reads: account.reads.filter(({ operation }) => operation !== LISTING) };
  const { profile, endpointUrl } = placeOf(options);
  return askFurther(rest, listings, { profile, endpointUrl });
}

interface Listed {
  readonly SubscriptionArn?: string;
  readonly Endpoint?: string;
  readonly TopicArn?: string;
}

/** Endpoints and topics of what waits for somebody. */
function pendingIn({ reads }: Account): ReadonlySet<string> {
  const listed = reads
    .filter(({ operation }) => operation === LISTING)
    .flatMap(({ pages }) => itemsOf<Listed>(pages, 'Subscriptions'));
  const waiting = listed.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
  return new Set(waiting.map(({ Endpoint = '', TopicArn = '' }) => `${Endpoint}\n${TopicArn}`));
}

const nameOf = (pending: string): string => pending.slice(0, pending.indexOf('\n'));
