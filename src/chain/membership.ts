import type { TrailStatus } from '../account/answers.js';
import { permissionOf } from '../account/permission.js';
import { enabledIn, regionsAnswer } from '../account/regions-known.js';
import { isFalse } from '../predicate/fold.js';
import { doubtful, fails, holds } from './condition.js';
import { deliveryOf } from './delivery.js';
import { ask, doubtOf, pageOf, type World } from './evidence.js';
import type { Condition } from './link.js';
import type { KnownTrail } from './trails.js';

const STATUS = ['cloudtrail:GetTrailStatus'] as const;
const REGIONS = ['ec2:DescribeRegions'] as const;

/** Is it a trail of another account, seen from a member of its organization? */
export function isMember(world: World, known: KnownTrail): boolean {
  return known.owner !== world.account.account;
}

function ownStatus(world: World, known: KnownTrail) {
  return ask(world, world.account.account, known.home, 'cloudtrail:GetTrailStatus', { Name: known.arn });
}

/** Does the member's own status of the trail contradict an owner who says that it is logging? */
export function isLoggingDenied(world: World, known: KnownTrail): boolean {
  return isMember(world, known) && pageOf<TrailStatus>(ownStatus(world, known))?.IsLogging === false;
}

const CODE = 'member-delivery';
const MEND =
  'let the trail’s role write to the log streams of all accounts of the organization (`log-stream:o-…_*`, logs:CreateLogStream, logs:PutLogEvents)';

/**
 * An organization's trail is made in the member accounts although its resources do not let the events in: a role that may write to
 * the owner's log streams alone is the common case, and the owner sees no error of it. A member sees its own with get-trail-status
 * (CloudTrail user guide, "Creating a trail for an organization"). Whether a member's status tells of deliveries that succeed is
 * not documented: none is a doubt where the status tells of S3, and a note where it tells of nothing.
 */
export function memberDelivery(world: World, known: KnownTrail): readonly Condition[] {
  if (!isMember(world, known)) return [];
  const { account, readAt } = world.account;
  const asked = ownStatus(world, known);
  const why = doubtOf(asked);
  if (why)
    return [
      doubtful(CODE, { ...why, message: `what the trail delivers of account ${account}: ${why.message}` }, STATUS),
    ];
  const status = pageOf<TrailStatus>(asked);
  if (status === null) {
    const message = `account ${account} was shown no status of the organization’s trail, which it lists`;
    return [doubtful(CODE, { code: 'member-status', message }, STATUS)];
  }
  const error = status.LatestCloudWatchLogsDeliveryError ?? '';
  const s3 = [status.LatestDeliveryTime, status.LatestDeliveryError].some((part) => (part ?? '') !== '');
  const delivery = deliveryOf(status, readAt);
  const said = { ...delivery, code: CODE, because: `of account ${account}, ${delivery.because}`, mend: MEND };
  if (error !== '' || (status.LatestCloudWatchLogsDeliveryTime ?? '') !== '') return [said];
  if (!isFalse(delivery.passes) && delivery.note !== undefined) return [said];
  if (!s3) {
    const note = `account ${account} is shown no delivery of its events: whether a member’s status tells of them is not documented`;
    return [holds(CODE, `account ${account} is shown no delivery error`, STATUS, note)];
  }
  const message = `the status that account ${account} is shown tells of deliveries to S3 and of none to CloudWatch Logs, and whether a member’s status would tell of them is not documented`;
  return [doubtful(CODE, { code: 'member-status', message }, STATUS, MEND)];
}

/** The Regions of the partition `aws` that are enabled in every account and cannot be disabled (AWS Account Management, "Regions"). */
const ALWAYS_ENABLED = (
  'us-east-1 us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ' +
  'ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1'
).split(' ');

/**
 * Member accounts send nothing to an organization's trail whose home is an opt-in Region that they have not enabled (CloudTrail user
 * guide, "Creating a trail for an organization").
 */
export function homeEnabled(world: World, known: KnownTrail): readonly Condition[] {
  const code = 'home-region';
  const { account } = world;
  if (!isMember(world, known)) return [];
  if (ALWAYS_ENABLED.includes(known.home))
    return [holds(code, `its home Region ${known.home} is enabled in every account`, REGIONS)];
  const enabled = account.reads
    .filter(({ operation }) => operation === 'ec2:DescribeRegions')
    .flatMap((read) => enabledIn(read, account.partition));
  if (enabled.includes(known.home))
    return [holds(code, `account ${account.account} has enabled its home Region ${known.home}`, REGIONS)];
  const answer = regionsAnswer(account);
  if (answer.kind !== 'answered' || answer.incomplete || enabled.length === 0) {
    const message = `whether account ${account.account} has enabled the trail’s home Region ${known.home} was not read (\`ec2:DescribeRegions\`, permission ${permissionOf('ec2:DescribeRegions')})`;
    return [doubtful(code, { code: 'home-region', message }, REGIONS)];
  }
  const because = `its home Region ${known.home} is an opt-in Region that account ${account.account} has not enabled, so that the account sends it nothing`;
  const mend = `enable ${known.home} in account ${account.account}, or make a trail whose home is a Region that every account has`;
  return [fails(code, because, REGIONS, mend)];
}
