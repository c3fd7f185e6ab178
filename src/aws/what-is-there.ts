import { canonical } from '../account/canonical.js';
import type { Answered } from '../change/made-up.js';
import type { Step, WriteInputs, WriteOperation } from '../change/step.js';
import type { Clients } from './clients.js';
import { failureOf, kindOf } from './failure.js';
import { findKey } from './find-key.js';
import { sameJson } from './same-json.js';
import type { Sent } from './write-operations.js';

/** Who makes a step, and what is known of it beside the step itself. */
export interface Maker {
  readonly account: string; // 12 digits
  readonly partition: string;
  /** The step makes a thing of a name that the plan believes to be free: an alarm or a filter is not to replace another one. */
  readonly isNew: boolean;
  /** Of a key that is created: the alias that it is to have. */
  readonly alias: string | null;
}

/** What is there under the name that a step is about to use. */
export type There =
  | { readonly kind: 'nothing' }
  /** As the step makes it. */
  | { readonly kind: 'same'; readonly answered: Answered }
  /** As the step makes it, but for what the step is sent for once more: a message that asks for consent. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'other'; readonly message: string };

const NOTHING: There = { kind: 'nothing' };
const SAME: There = { kind: 'same', answered: {} };

/**
 * Looks before a step that makes something, so that a second run makes nothing twice, and an undo takes nothing away that was there
 * before. Rejects as the SDK does where it cannot be seen.
 */
export async function whatIsThere(clients: Clients, step: Step, maker: Maker): Promise<There> {
  const look = LOOKS[step.operation] as Look<WriteOperation> | undefined;
  return look ? look(clients, step.region, step.input as Sent<WriteInputs[WriteOperation]>, maker) : NOTHING;
}

type Look<O extends WriteOperation> = (
  clients: Clients,
  region: string,
  input: Sent<WriteInputs[O]>,
  maker: Maker,
) => Promise<There>;

const LOOKS: { readonly [O in WriteOperation]?: Look<O> } = {
  async 'cloudtrail:CreateTrail'({ cloudtrail }, region, input) {
    const { sdk, client } = await cloudtrail(region);
    const { trailList = [] } = await client.send(new sdk.DescribeTrailsCommand({ includeShadowTrails: false }));
    const trail = trailList.find(({ Name, HomeRegion }) => Name === input.Name && HomeRegion === region);
    if (!trail) return NOTHING;
    const same =
      trail.S3BucketName === input.S3BucketName &&
      trail.CloudWatchLogsLogGroupArn === input.CloudWatchLogsLogGroupArn &&
      trail.IsMultiRegionTrail === input.IsMultiRegionTrail;
    return same ? SAME : other(`there is a trail \`${input.Name}\` already, with another bucket, log group or reach`);
  },

  async 'cloudtrail:StartLogging'({ cloudtrail }, region, { Name }) {
    const { sdk, client } = await cloudtrail(region);
    const { IsLogging } = await client.send(new sdk.GetTrailStatusCommand({ Name }));
    return IsLogging === true ? SAME : NOTHING;
  },

  async 's3:CreateBucket'({ s3 }, region, { Bucket }, { account }) {
    const { sdk, client } = await s3(region);
    try {
      await client.send(new sdk.HeadBucketCommand({ Bucket, ExpectedBucketOwner: account }));
      return SAME;
    } catch (thrown) {
      const { status } = failureOf(thrown);
      if (status === 404) return NOTHING;
      if (status === 403 || status === 301)
        return other(
          `the name \`${Bucket}\` belongs to a bucket of somebody else, or one that may not be looked at (s3:ListBucket)`,
        );
      throw thrown;
    }
  },

  /** A policy is replaced whole, and what another one lets in would be lost. */
  async 's3:PutBucketPolicy'({ s3 }, region, { Bucket, Policy }, { account }) {
    const { sdk, client } = await s3(region);
    try {
      const found = await client.send(new sdk.GetBucketPolicyCommand({ Bucket, ExpectedBucketOwner: account }));
      if (sameJson(found.Policy ?? '', Policy)) return SAME;
      return other(`the bucket \`${Bucket}\` has a policy of its own`);
    } catch (thrown) {
      const { code } = failureOf(thrown);
      if (code === 'NoSuchBucketPolicy' || code === 'NoSuchBucket') return NOTHING;
      throw thrown;
    }
  },

  async 'iam:CreateRole'({ iam }, region, { RoleName, AssumeRolePolicyDocument: wanted }) {
    const { sdk, client } = await iam(region);
    const { Role } = (await unlessAbsent(client.send(new sdk.GetRoleCommand({ RoleName })))) ?? {};
    if (!Role) return NOTHING;
    // IAM answers the document URL-encoded (IAM API reference, GetRole).
    const found = decoded(Role.AssumeRolePolicyDocument ?? '');
    return sameJson(found, wanted)
      ? SAME
      : other(`there is a role \`${RoleName}\` already, which others may assume than this one`);
  },

  async 'iam:PutRolePolicy'({ iam }, region, { RoleName, PolicyName, PolicyDocument: wanted }) {
    const { sdk, client } = await iam(region);
    const command = new sdk.GetRolePolicyCommand({ RoleName, PolicyName });
    const { PolicyDocument } = (await unlessAbsent(client.send(command))) ?? {};
    return PolicyDocument !== undefined && sameJson(decoded(PolicyDocument), wanted) ? SAME : NOTHING;
  },

  async 'logs:CreateLogGroup'({ logs }, region, { logGroupName }) {
    const { sdk, client } = await logs(region);
    // The exact name comes first among those that begin with it: groups are listed by name.
    const command = new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName });
    const { logGroups = [] } = await client.send(command);
    const group = logGroups.find((one) => one.logGroupName === logGroupName);
    if (!group) return NOTHING;
    const { logGroupClass = 'STANDARD' } = group;
    return logGroupClass === 'STANDARD'
      ? SAME
      : other(`there is a log group \`${logGroupName}\` already, of the class ${logGroupClass}`);
  },

  async 'logs:PutMetricFilter'({ logs }, region, input, { isNew }) {
    if (!isNew) return NOTHING;
    const { sdk, client } = await logs(region);
    const { logGroupName, filterName } = input;
    const command = new sdk.DescribeMetricFiltersCommand({ logGroupName, filterNamePrefix: filterName });
    const { metricFilters = [] } = await client.send(command);
    const filter = metricFilters.find((one) => one.filterName === filterName);
    if (!filter) return NOTHING;
    return isLike(filter, input) ? SAME : other(`there is a metric filter \`${filterName}\` already, and not this one`);
  },

  async 'cloudwatch:PutMetricAlarm'({ cloudwatch }, region, input, { isNew }) {
    if (!isNew) return NOTHING;
    const { sdk, client } = await cloudwatch(region);
    const command = new sdk.DescribeAlarmsCommand({
      AlarmNames: [input.AlarmName],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
    });
    const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = await client.send(command);
    const alarm = MetricAlarms.find(({ AlarmName }) => AlarmName === input.AlarmName);
    if (!alarm && CompositeAlarms.length + LogAlarms.length === 0) return NOTHING;
    return alarm && isLike(alarm, input)
      ? SAME
      : other(`there is an alarm \`${input.AlarmName}\` already, and not this one`);
  },

  async 'sns:CreateTopic'({ sns }, region, { Name }, { account, partition }) {
    const { sdk, client } = await sns(region);
    const TopicArn = `arn:${partition}:sns:${region}:${account}:${Name}`;
    return (await unlessAbsent(client.send(new sdk.GetTopicAttributesCommand({ TopicArn })))) ? SAME : NOTHING;
  },

  async 'sns:Subscribe'({ sns }, region, { TopicArn, Protocol, Endpoint }) {
    const { sdk, client } = await sns(region);
    let NextToken: string | undefined;
    do {
      const page = await client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
      const found = page.Subscriptions?.find((one) => one.Protocol === Protocol && one.Endpoint === Endpoint);
      const arn = found?.SubscriptionArn;
      if (arn !== undefined) {
        return arn.startsWith('arn:') ? { kind: 'same', answered: { SubscriptionArn: arn } } : { kind: 'pending' };
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return NOTHING;
  },

  async 'kms:CreateKey'({ kms }, region, input, { alias }) {
    const found = await findKey(await kms(region), input, alias);
    if (found.kind === 'other') return other(`the alias \`${alias}\` already names another key`);
    return found.kind === 'none' ? NOTHING : { kind: 'same', answered: { KeyId: found.id } };
  },

  async 'kms:CreateAlias'({ kms }, region, { AliasName, TargetKeyId }) {
    const { sdk, client } = await kms(region);
    const described = await unlessAbsent(client.send(new sdk.DescribeKeyCommand({ KeyId: AliasName })));
    if (!described) return NOTHING;
    const { KeyId, Arn } = described.KeyMetadata ?? {};
    return [KeyId, Arn].includes(TargetKeyId) ? SAME : other(`the alias \`${AliasName}\` already names another key`);
  },

  async 'kms:ScheduleKeyDeletion'({ kms }, region, { KeyId }) {
    const { sdk, client } = await kms(region);
    const described = await unlessAbsent(client.send(new sdk.DescribeKeyCommand({ KeyId })));
    return described?.KeyMetadata?.KeyState === 'PendingDeletion' ? SAME : NOTHING;
  },
};

function other(message: string): There {
  return { kind: 'other', message };
}

/** Null: the thing is not there. */
async function unlessAbsent<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (thrown) {
    if (kindOf(failureOf(thrown)) === 'not-found') return null;
    throw thrown;
  }
}

/** Has what is there every member that the step gives it? */
function isLike(found: object, wanted: object): boolean {
  const members = found as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(canonical(members[name])) === JSON.stringify(canonical(value)),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not encoded
  }
}
