import type { Account, Read } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import { itemsOf } from '../account/view.js';
import { trailsAwaited } from '../change/awaited.js';
import { trailStatusOf } from '../change/look.js';
import { progressOn } from './collect-account.js';
import { type Planned, placeOf, planned, type Question } from './fix-plan.js';
import type { Io } from './io.js';
import { stoppable } from './stoppable.js';

/** Two looks lie so far apart. */
const BETWEEN = 15_000;

/**
 * Waits for what the proof still needs and nobody but others can do, at most so many milliseconds: people confirm, trails deliver.
 * Then reads and proves all of it again. Ctrl-C ends the waiting, and nothing else. Null: there was nothing to wait for.
 */
export async function waitForOthers(
  io: Io,
  question: Question,
  first: Planned,
  most: number,
): Promise<{ readonly planned: Planned; readonly interrupted: boolean } | null> {
  if (!isWaiting(first)) return null;
  const stop = stoppable(io, 'no longer waiting; `trailproof audit` says when it is proved');
  const progress = progressOn(io, 'waiting for');
  let found = first;
  let trails = trailsAwaited(found.account, found.accounts);
  let pending = pendingIn(found.account, trails);
  try {
    for (let waited = 0; waited < most && !stop.signal.aborted; waited += BETWEEN) {
      progress.show([...pending.values()].join(', '));
      await io.wait(Math.min(BETWEEN, most - waited), stop.signal);
      if (stop.signal.aborted) break;
      const now = pendingIn(await lookedAgain(found.account, trails, question), trails);
      const isSame = [...pending.keys()].every((one) => now.has(one));
      if (isSame) continue;
      progress.clear();
      // What is proved is proved on one reading of everything.
      found = await planned(io, question);
      trails = trailsAwaited(found.account, found.accounts);
      pending = pendingIn(found.account, trails);
      if (!isWaiting(found)) break;
    }
  } finally {
    stop.release();
    progress.clear();
  }
  return { planned: found, interrupted: stop.signal.aborted };
}

function isWaiting({ plan }: Planned): boolean {
  const isOthers = plan.remains.some(({ code }) => code === 'confirm-email' || code === 'await-delivery');
  return plan.changes.length === 0 && isOthers;
}

const LISTING = 'sns:ListSubscriptionsByTopic';
const STATUS = 'cloudtrail:GetTrailStatus';

/** The account with its subscriptions, and the deliveries of these trails, as they are now: nothing else is asked. */
async function lookedAgain(account: Account, trails: readonly string[], { options }: Question): Promise<Account> {
  const { askFurther } = await import('../aws/ask-further.js');
  const isAsked = ({ operation, input }: Read) =>
    operation === LISTING || (operation === STATUS && trails.includes(String(input.Name)));
  const rest = { ...account, reads: account.reads.filter((read) => !isAsked(read)) };
  const { profile, endpointUrl } = placeOf(options);
  return askFurther(rest, account.reads.filter(isAsked), { profile, endpointUrl });
}

interface Listed {
  readonly SubscriptionArn?: string;
  readonly Endpoint?: string;
  readonly TopicArn?: string;
}

/** What is waited for, in words; under what it is until it has come. */
function pendingIn(account: Account, trails: readonly string[]): ReadonlyMap<string, string> {
  const listed = account.reads
    .filter(({ operation }) => operation === LISTING)
    .flatMap(({ pages }) => itemsOf<Listed>(pages, 'Subscriptions'));
  const waiting = listed.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
  const deliveries = trails.map((arn): [string, string] => {
    const status = trailStatusOf(account, arn);
    const { LatestCloudWatchLogsDeliveryTime: time = '', LatestCloudWatchLogsDeliveryError: error = '' } = status;
    return [[arn, time, error].join('\n'), `a delivery of ${parseArn(arn)?.resource.replace('trail/', 'the trail ')}`];
  });
  return new Map([
    ...waiting.map(({ Endpoint = '', TopicArn = '' }): [string, string] => [
      `${Endpoint}\n${TopicArn}`,
      `${Endpoint} to confirm`,
    ]),
    ...deliveries,
  ]);
}
