import type { Account, Operation } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import { answerTo } from '../account/view.js';
import type { Path } from '../chain/link.js';
import { groupName, isListed, isMissingTopic, trailsIn } from './look.js';
import type { Reason } from './remains.js';
import type { Task } from './task.js';

/**
 * The path as far as it is this account's: an alarm that notifies a topic of another account is ours all the same, and can be given a
 * topic of ours. Null where what is another's comes before that.
 */
export function ownPart(path: Path, account: string): Path | null {
  const at = path.links.findIndex((link) => link.account !== account);
  if (at < 0) return path;
  const isTold = path.links.slice(0, at).some(({ kind }) => kind === 'alarm');
  return path.links[at]!.kind === 'topic' && isTold ? { ...path, links: path.links.slice(0, at) } : null;
}

/** Does an alarm of ours notify a topic of another account on it? */
export function endsElsewhere(path: Path, account: string): boolean {
  return ownPart(path, account) !== null && path.links.some((link) => link.account !== account);
}

/** Did the user say who is to be told in this account, or over which topic? */
export function isNamed({ subscribe, topic }: Task): boolean {
  return subscribe.length > 0 || topic !== null;
}

/**
 * A topic that was named where no trail of the account is at home: an alarm notifies topics of its own Region alone, and a second trail
 * for the sake of a topic is charged for every event. Null: it can be notified, or there is no trail yet.
 */
export function topicAside({ topic }: Task, account: Account): Reason | null {
  const place = parseArn(topic ?? undefined);
  const own = trailsIn(account).filter(({ TrailARN }) => parseArn(TrailARN)?.account === account.account);
  const homes = [...new Set(own.flatMap(({ TrailARN }) => parseArn(TrailARN)?.region ?? []))];
  if (!place || homes.length === 0 || homes.includes(place.region)) return null;
  return {
    code: 'no-plan',
    message: `the topic \`${place.resource}\` is in ${place.region}, and the trail \`${own[0]?.Name ?? ''}\` delivers to ${homes.join(', ')}: an alarm notifies topics of its own Region alone`,
    help: `name a topic in ${homes.join(' or ')} with \`--topic\``,
  };
}

/** May what is there not be mended only because it was not read what stands beside it? A second trail would be built for nothing. */
export function isUnreadAtHome(account: Account): boolean {
  return trailsIn(account).some(({ TrailARN, CloudWatchLogsLogGroupArn: group = '' }) => {
    const place = parseArn(TrailARN);
    if (place?.account !== account.account) return false;
    const isRefused = (operation: Operation, input = {}) =>
      answerTo(account, place.region, operation, input).kind !== 'not-read' &&
      !isListed(account, place.region, operation, input);
    return (
      isRefused('cloudwatch:DescribeAlarms') ||
      isRefused('logs:DescribeMetricFilters', { logGroupName: groupName(group) })
    );
  });
}

/** SNS API reference, CreateTopic. */
const TOPIC_NAME = /^[\w-]{1,256}$/;

/** Why a topic that was named cannot be there, or is not there and cannot be made; null: it is, or can be. */
export function topicNotMade(topic: string, account: Account): Reason | null {
  const place = parseArn(topic);
  const why = (message: string, help: string): Reason => ({ code: 'no-plan', message, help });
  if (!place) return null;
  if (place.partition !== account.partition)
    return why(
      `the topic ${topic} is in the partition \`${place.partition}\`, and the account in \`${account.partition}\``,
      'name a topic of this account with `--topic`',
    );
  if (!account.regions.includes(place.region))
    return why(
      `the topic ${topic} is in \`${place.region}\`, which is no Region that was read (${account.regions.join(', ')})`,
      'name a topic in one of these with `--topic`, or read that Region as well',
    );
  if (!isMissingTopic(account, topic)) return null;
  if (place.resource.endsWith('.fifo'))
    return why(
      `there is no FIFO topic \`${place.resource}\`, and none is made: people cannot be subscribed to one`,
      'name a standard topic with `--topic`',
    );
  if (TOPIC_NAME.test(place.resource)) return null;
  return why(
    `there is no topic \`${place.resource}\`, and SNS takes no such name`,
    'give it a name of letters, digits, hyphens and underscores',
  );
}
