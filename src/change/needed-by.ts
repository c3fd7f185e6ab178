import { logGroupNameOf, parseArn } from '../account/arn.js';
import { idOf } from './change-id.js';
import { isOutput, type Step, type WriteOperation } from './step.js';

type Input<O extends WriteOperation> = Extract<Step, { readonly operation: O }>['input'];

/** All of `made` without which something of `kept` would not work any more as it does: what stays keeps that as well. */
export function neededBy(kept: readonly Step[], made: readonly Step[]): readonly Step[] {
  const found: Step[] = [];
  const looked = [...kept];
  for (let one = looked.pop(); one !== undefined; one = looked.pop())
    for (const other of made)
      if (!found.includes(other) && needs(one, other)) {
        found.push(other);
        looked.push(other);
      }
  return found;
}

/**
 * Does what `kept` made, or sets now, need what `made` made? Where steps do not say on which trail, or on which key, it depends, on
 * all of its Region: what stays too long can be taken back later.
 */
export function needs(kept: Step, made: Step): boolean {
  switch (kept.operation) {
    case 'cloudtrail:CreateTrail':
      return trailNeeds(kept.input.Name, kept.input, made);
    case 'cloudtrail:UpdateTrail':
      return trailNeeds(nameIn(kept.input.Name), kept.input, made) || makesTrail(kept.input.Name, made);
    case 'cloudtrail:PutEventSelectors':
      return trailNeeds(nameIn(kept.input.TrailName), {}, made) || makesTrail(kept.input.TrailName, made);
    case 'iam:PutRolePolicy':
      return made.operation === 'iam:CreateRole' && made.input.RoleName === kept.input.RoleName;
    case 'sns:CreateTopic': {
      const isIt = (arn: string) => parseArn(arn)?.resource === kept.input.Name && kept.region === made.region;
      if (made.operation === 'sns:SetTopicAttributes') return isIt(made.input.TopicArn);
      return made.operation === 'kms:CreateKey' && made.input.Description.endsWith(` ${kept.input.Name}`);
    }
    case 'sns:SetTopicAttributes':
      if (made.operation === 'kms:CreateAlias') return made.input.AliasName === kept.input.AttributeValue;
      return makesTopic(kept.input.TopicArn, made);
    case 'sns:Subscribe':
      return makesTopic(kept.input.TopicArn, made);
    case 'sns:SetSubscriptionAttributes': {
      const { SubscriptionArn } = kept.input;
      if (made.operation === 'sns:Subscribe') return SubscriptionArn.startsWith(`${made.input.TopicArn}:`);
      return makesTopic(SubscriptionArn.slice(0, SubscriptionArn.lastIndexOf(':')), made);
    }
    case 'logs:CreateLogGroup':
      return made.operation === 'logs:PutRetentionPolicy' && made.input.logGroupName === kept.input.logGroupName;
    case 'logs:PutMetricFilter':
      return filterNeeds(kept.region, kept.input, made);
    case 'cloudwatch:PutMetricAlarm':
      return alarmNeeds(kept.region, kept.input, made);
    case 'kms:CreateKey':
      return names(made, kept);
    case 'kms:CreateAlias':
      return names(kept, made);
    case 'kms:PutKeyPolicy':
      return made.operation === 'kms:EnableKey' && made.input.KeyId === kept.input.KeyId;
    default:
      return false;
  }
}

function names(alias: Step, key: Step): boolean {
  if (alias.operation !== 'kms:CreateAlias' || key.operation !== 'kms:CreateKey') return false;
  const { TargetKeyId } = alias.input;
  return isOutput(TargetKeyId) && TargetKeyId.of === idOf(key);
}

const nameIn = (arn: string) => parseArn(arn)?.resource.replace(/^trail\//, '') ?? arn;

function makesTrail(arn: string, made: Step): boolean {
  return made.operation === 'cloudtrail:CreateTrail' && made.input.Name === nameIn(arn);
}

function makesTopic(arn: string, made: Step): boolean {
  const place = parseArn(arn);
  return made.operation === 'sns:CreateTopic' && made.region === place?.region && made.input.Name === place.resource;
}

interface Delivery {
  readonly S3BucketName?: string;
  readonly CloudWatchLogsLogGroupArn?: string;
  readonly CloudWatchLogsRoleArn?: string;
}

function trailNeeds(name: string, delivery: Delivery, made: Step): boolean {
  switch (made.operation) {
    case 'cloudtrail:StartLogging':
      return nameIn(made.input.Name) === name;
    case 'cloudtrail:PutEventSelectors':
      return nameIn(made.input.TrailName) === name;
    case 'logs:CreateLogGroup':
      return isGroup(delivery.CloudWatchLogsLogGroupArn, made.input.logGroupName);
    case 'iam:CreateRole':
    case 'iam:PutRolePolicy':
      return delivery.CloudWatchLogsRoleArn?.split('/').at(-1) === made.input.RoleName;
    case 's3:CreateBucket':
      return made.input.Bucket === delivery.S3BucketName;
    default:
      return false;
  }
}

function isGroup(arn: string | undefined, name: string): boolean {
  const place = parseArn(arn);
  return place !== null && logGroupNameOf(place) === name;
}

/** The group, and whatever lets events into it: what delivers to another group alone does not. */
function filterNeeds(region: string, { logGroupName }: Input<'logs:PutMetricFilter'>, made: Step): boolean {
  if (made.region !== region) return false;
  switch (made.operation) {
    case 'logs:CreateLogGroup':
      return made.input.logGroupName === logGroupName;
    case 'cloudtrail:CreateTrail':
    case 'cloudtrail:UpdateTrail': {
      const { CloudWatchLogsLogGroupArn: arn } = made.input;
      return arn === undefined || isGroup(arn, logGroupName);
    }
    case 'cloudtrail:StartLogging':
    case 'cloudtrail:PutEventSelectors':
      return true;
    default:
      return false;
  }
}

/** What publishes its metric, and all by which somebody hears of it. */
function alarmNeeds(region: string, alarm: Input<'cloudwatch:PutMetricAlarm'>, made: Step): boolean {
  if (made.region !== region) return false;
  // Metrics of an expression stand deep in it, as actions stand in lists.
  const said = new Set(textsIn(alarm));
  switch (made.operation) {
    case 'cloudwatch:EnableAlarmActions':
      return made.input.AlarmNames.includes(alarm.AlarmName);
    case 'logs:PutMetricFilter':
      return made.input.metricTransformations.some(
        ({ metricName, metricNamespace }) => said.has(metricName) && said.has(metricNamespace),
      );
    case 'sns:CreateTopic':
      return [...said].some((text) => makesTopic(text, made));
    case 'sns:SetTopicAttributes':
    case 'sns:Subscribe':
      return said.has(made.input.TopicArn);
    case 'sns:SetSubscriptionAttributes':
      return [...said].some((text) => made.input.SubscriptionArn.startsWith(`${text}:`));
    case 'kms:PutKeyPolicy':
    case 'kms:EnableKey':
      return true;
    default:
      return false;
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
