import type { Answered } from '../change/made-up.js';
import { samePolicy } from '../change/same-policy.js';
import { differingMembers, isSetting, isWithoutAdded, type Setting, sameSetting } from '../change/same-setting.js';
import { settingWords } from '../change/setting-words.js';
import { isOutput, type Step, type WriteInputs, type WriteOperation } from '../change/step.js';
import type { Clients } from './clients.js';
import { failureOf, kindOf } from './failure.js';
import { findKey } from './find-key.js';
import { decoded, setNow } from './set-now.js';
import { usedByOthers } from './used-by-others.js';
import type { Sent } from './write-operations.js';

/** Who makes a step, and what is known of it beside the step itself. */
export interface Maker {
  readonly account: string; // 12 digits
  readonly partition: string;
  /**
   * What the plan saw there, or the apply left there, as the step that would have set it. Null: nothing, so that an alarm or a filter is
   * not to replace another one. Undefined: it is not known, and not compared.
   */
  readonly seen?: Step | null | undefined;
  /** It takes back what `seen` did. */
  readonly isUndo?: boolean;
  /** The steps that the plan or the undo file is of: what they make is nobody else's. */
  readonly own?: readonly Step[] | undefined;
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
  | { readonly kind: 'other'; readonly message: string }
  /** As somebody left it since: the step would overwrite that. `found`: what is set now; null where nothing is. */
  | { readonly kind: 'changed'; readonly message: string; readonly found: Setting | null }
  /** What the step would take away is of use to somebody else. */
  | { readonly kind: 'in-use'; readonly message: string };

const NOTHING: There = { kind: 'nothing' };
const SAME: There = { kind: 'same', answered: {} };

/**
 * Looks before a step that makes, replaces or takes away something, so that a second run makes nothing twice, and nothing is lost that
 * somebody else did since. Rejects as the SDK does where it cannot be seen.
 */
export async function whatIsThere(clients: Clients, step: Step, maker: Maker): Promise<There> {
  const { seen } = maker;
  if (isSetting(step) && seen !== undefined && (seen === null || isSetting(seen)))
    return beforeSetting(clients, step, seen, maker.isUndo ?? false);
  if (seen && isSetting(seen) && UNSETS.includes(step.operation)) {
    const found = await beforeUnsetting(clients, seen);
    if (found.kind !== 'nothing') return found;
  }
  const inUse = await usedByOthers(clients, step, maker);
  if (inUse !== null) return { kind: 'in-use', message: inUse };
  const look = LOOKS[step.operation] as Look<WriteOperation> | undefined;
  return look ? look(clients, step.region, step.input as Sent<WriteInputs[WriteOperation]>, maker) : NOTHING;
}

/** They take away what a setting made. */
const UNSETS: readonly WriteOperation[] = [
  'logs:DeleteMetricFilter',
  'cloudwatch:DeleteAlarms',
  'iam:DeleteRolePolicy',
];

async function beforeSetting(clients: Clients, step: Setting, seen: Setting | null, isUndo: boolean): Promise<There> {
  const found = await setNow(clients, step);
  if (found === null) return seen === null ? NOTHING : changed(`somebody has taken away ${settingWords(step)}`, null);
  if (sameSetting(found, step) || (isUndo && seen !== null && isWithoutAdded(found, seen, step))) return SAME;
  if (seen === null) return other(`there is ${settingWords(step, 'a')} already, and not this one`);
  return sameSetting(found, seen) ? NOTHING : changed(changedWords(found, seen), found);
}

async function beforeUnsetting(clients: Clients, made: Setting): Promise<There> {
  const found = await setNow(clients, made);
  if (found === null) return SAME;
  return sameSetting(found, made) ? NOTHING : changed(changedWords(found, made), found);
}

function changedWords(found: Setting, seen: Setting): string {
  const members = differingMembers(found, seen);
  return `somebody has changed ${settingWords(seen)}${members.length === 0 ? '' : ` (${members.join(', ')})`}`;
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

  async 'cloudwatch:EnableAlarmActions'({ cloudwatch }, region, { AlarmNames }) {
    const { sdk, client } = await cloudwatch(region);
    const command = new sdk.DescribeAlarmsCommand({
      AlarmNames: [...AlarmNames],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
    });
    const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = await client.send(command);
    const found = [...MetricAlarms, ...CompositeAlarms, ...LogAlarms];
    const isEnabled = (name: string) => found.find((one) => one.AlarmName === name)?.ActionsEnabled === true;
    return AlarmNames.every(isEnabled) ? SAME : NOTHING;
  },

  async 'events:EnableRule'({ events }, region, { Name }) {
    const { sdk, client } = await events(region);
    const rule = await unlessAbsent(client.send(new sdk.DescribeRuleCommand({ Name })));
    return rule?.State?.startsWith('ENABLED') ? SAME : NOTHING;
  },

  async 'kms:EnableKey'({ kms }, region, { KeyId }) {
    const { sdk, client } = await kms(region);
    const described = await unlessAbsent(client.send(new sdk.DescribeKeyCommand({ KeyId })));
    return described?.KeyMetadata?.KeyState === 'Enabled' ? SAME : NOTHING;
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
      if (samePolicy(found.Policy ?? '', Policy)) return SAME;
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
    return samePolicy(found, wanted)
      ? SAME
      : other(`there is a role \`${RoleName}\` already, which others may assume than this one`);
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

  /** Whatever period somebody chose stays: events are not to be deleted that were to be kept. */
  async 'logs:PutRetentionPolicy'({ logs }, region, { logGroupName }) {
    const { sdk, client } = await logs(region);
    const { logGroups = [] } = await client.send(
      new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
    );
    const group = logGroups.find((one) => one.logGroupName === logGroupName);
    return group?.retentionInDays === undefined ? NOTHING : SAME;
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

  async 'kms:DeleteAlias'({ kms }, region, { AliasName }, { seen }) {
    if (seen?.operation !== 'kms:CreateAlias' || isOutput(seen.input.TargetKeyId)) return NOTHING;
    const { sdk, client } = await kms(region);
    const described = await unlessAbsent(client.send(new sdk.DescribeKeyCommand({ KeyId: AliasName })));
    if (!described) return SAME;
    const { KeyId, Arn } = described.KeyMetadata ?? {};
    return [KeyId, Arn].includes(seen.input.TargetKeyId)
      ? NOTHING
      : changed(`the alias \`${AliasName}\` names another key than the one that was made for it`, null);
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

function changed(message: string, found: Setting | null): There {
  return { kind: 'changed', message, found };
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
