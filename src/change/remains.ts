import type { Account } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import { regionsLeftOut } from '../account/regions-known.js';
import type { Control } from '../catalogue/control.js';
import { linkInWords } from '../chain/link-name.js';
import { type Assumption, assumed } from './bench.js';
import { fullWords } from './build/metric-filter.js';
import type { Change, Remainder } from './change.js';
import { isNamed, topicAside, topicNotMade } from './elsewhere.js';
import { isListed } from './look.js';
import { proofOf } from './proof.js';
import type { Task } from './task.js';
import { firstUnread, unreadOnTheWay } from './unread.js';

/** What remains, without the controls that it concerns. */
export type Reason = Omit<Remainder, 'controls'>;

/** What others have to do, and for which controls: those that are not proved without it. */
export function remainsOf(
  task: Task,
  controls: readonly Control[],
  after: Account,
  assumptions: readonly Assumption[],
): readonly Remainder[] {
  const distinct = [...new Map(assumptions.map((one) => [one.message, one])).values()];
  const whole = proofOf(task, assumed(after, distinct));
  return distinct.flatMap((one): readonly Remainder[] => {
    const without = proofOf(
      task,
      assumed(
        after,
        distinct.filter((other) => other !== one),
      ),
    );
    const concerned = controls.filter(
      (control) => whole.verdict(control) === 'proved' && without.verdict(control) !== 'proved',
    );
    if (concerned.length === 0) return [];
    return [{ controls: concerned.map(({ slug }) => slug), code: one.code, message: one.message, help: one.help }];
  });
}

/** The subscriptions of the plan that somebody has to confirm. */
export function toConfirm(task: Task, controls: readonly Control[], changes: readonly Change[]): readonly Remainder[] {
  return changes.flatMap(({ step, controls: concerned }): readonly Remainder[] => {
    if (step.operation !== 'sns:Subscribe') return [];
    const { Protocol: protocol, Endpoint: endpoint, TopicArn: topic } = step.input;
    const name = parseArn(topic)?.resource ?? topic;
    const slugs = concerned.length > 0 ? concerned : controls.map(({ slug }) => slug);
    const own = parseArn(endpoint)?.account === task.account.account;
    if (protocol.startsWith('email'))
      return [
        {
          controls: slugs,
          code: 'confirm-email',
          message: `\`${endpoint}\` is told nothing of what the topic \`${name}\` gets before the subscription is confirmed`,
          help: 'follow the link in the mail that SNS sends; it is valid for two days',
        },
      ];
    if (own || protocol === 'sms' || protocol === 'application') return [];
    return [
      {
        controls: slugs,
        code: 'confirm-email',
        message: `the ${protocol} endpoint \`${endpoint}\` gets nothing from the topic \`${name}\` before it has confirmed`,
        help: 'let it answer SNS’s confirmation request',
      },
    ];
  });
}

export function literalRemains({ subscribe }: Task, account: Account, { slug }: Control): Remainder {
  const isNamed = subscribe.length > 0 || fullWords({ account }) !== null;
  const name = isNamed ? '' : 'name somebody, for it counts subscribers: `--subscribe email:you@example.com`; or ';
  return {
    controls: [slug],
    code: 'no-plan',
    message: because(`Security Hub’s check of ${slug} cannot be made to pass by what we know to do`, account),
    help: `${name}audit with \`--format json\` and look at \`literal\` and \`benchmarkSteps\``,
  };
}

/** Why the topic that was named cannot be notified, as far as that is known of the topic alone. */
export function topicRefused({ topic, account: { account: own } }: Task, account: Account): Reason | null {
  const place = parseArn(topic ?? undefined);
  if (topic === null) return null;
  if (place?.account !== own)
    return {
      code: 'other-account',
      message: `the topic ${topic} belongs to account ${place?.account ?? '?'}`,
      help: 'name a topic of this account with `--topic`, or let that account subscribe to one',
    };
  const not = topicNotMade(topic, account);
  if (not) return not;
  if (!isListed(account, place.region, 'sns:ListSubscriptionsByTopic', { TopicArn: topic }))
    return {
      code: 'not-read',
      message: `the topic ${topic} and its subscriptions were not read`,
      help: 'let sns:GetTopicAttributes and sns:ListSubscriptionsByTopic be read, and plan again',
    };
  return null;
}

/** With what may be in the way, though it need not be all. */
function because(message: string, account: Account): string {
  const full = fullWords({ account });
  return full === null ? message : `${message}; ${full}`;
}

/** Why nothing was found for a control, as far as that can be told. */
export function remainderOf(task: Task, account: Account, control: Control): Remainder {
  const controls = [control.slug];
  const own = task.account.account;
  const { paths, open } = proofOf(task, account);
  const refused = topicRefused(task, account);
  if (refused) return { controls, ...refused };
  const links = paths.flatMap((path) => path.links);
  const foreign = links.find((link) => link.account !== own && ['trail', 'log-group', 'topic'].includes(link.kind));
  if (foreign?.kind === 'topic' && !isNamed(task))
    return {
      controls,
      code: 'other-account',
      message: `${linkInWords(foreign)} belongs to account ${foreign.account}, and who hears of it there is not known here`,
      help: `read account ${foreign.account} as well (\`--profile\` takes several), or have somebody told here: \`--subscribe email:you@example.com\``,
    };
  if (foreign)
    return {
      controls,
      code: 'other-account',
      message: `${linkInWords(foreign)} belongs to account ${foreign.account}, and its chain can be mended only there`,
      help: `plan for account ${foreign.account}, or give this account a trail of its own`,
    };
  const regions = regionsLeftOut(account);
  if (!account.narrowed && regions?.length !== 0)
    return {
      controls,
      code: 'not-read',
      message:
        regions === null
          ? 'which Regions are enabled was not read'
          : `${regions.join(', ')} ${regions.length === 1 ? 'was' : 'were'} not read`,
      help: 'let ec2:DescribeRegions and all enabled Regions be read, and plan again',
    };
  const unread = unreadOnTheWay(paths, open(control), own) ?? firstUnread(paths);
  if (unread)
    return {
      controls,
      code: 'not-read',
      message: unread.because,
      help: `let ${[...new Set(unread.reads)].join(', ')} be read to the end, and plan again`,
    };
  const aside = topicAside(task, account);
  if (aside) return { controls, ...aside };
  return {
    controls,
    code: 'no-plan',
    message: because(`nothing that we know to do proves ${control.slug}`, account),
    help: `see what stops it: \`trailproof audit --control ${control.slug}\``,
  };
}
