import type { Account } from '../account/account.js';
import type { EventSelectors } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { alarmInput } from './build/alarm.js';
import {
  filtersOf,
  isLoggingIn,
  keyOf,
  keyPolicyOf,
  metricAlarmsIn,
  selectorsOf,
  subscriptionAttributes,
  topicOf,
  trailOf,
} from './look.js';
import { filterInput } from './mend/metric-filter.js';
import { type Step, step } from './step.js';

/** What takes the step back, from the account as it was before it. `id`: of the change whose step it is. */
export function undoOf(made: Step, account: Account, id: string): readonly Step[] {
  const { region } = made;
  switch (made.operation) {
    case 'cloudtrail:CreateTrail':
      return [step('cloudtrail:DeleteTrail', region, { Name: made.input.Name })];
    case 'cloudtrail:UpdateTrail': {
      const trail = trailOf(account, made.input.Name);
      const { IncludeGlobalServiceEvents, IsMultiRegionTrail, CloudWatchLogsLogGroupArn } = made.input;
      return [
        step('cloudtrail:UpdateTrail', region, {
          Name: made.input.Name,
          ...(IncludeGlobalServiceEvents === undefined
            ? {}
            : { IncludeGlobalServiceEvents: trail?.IncludeGlobalServiceEvents ?? false }),
          ...(IsMultiRegionTrail === undefined ? {} : { IsMultiRegionTrail: trail?.IsMultiRegionTrail ?? false }),
          ...(CloudWatchLogsLogGroupArn === undefined
            ? {}
            : {
                CloudWatchLogsLogGroupArn: trail?.CloudWatchLogsLogGroupArn ?? '',
                CloudWatchLogsRoleArn: trail?.CloudWatchLogsRoleArn ?? '',
              }),
        }),
      ];
    }
    case 'cloudtrail:StartLogging':
      return isLoggingIn(account, made.input.Name)
        ? []
        : [step('cloudtrail:StopLogging', region, { Name: made.input.Name })];
    case 'cloudtrail:PutEventSelectors':
      return oldSelectors(made.input.TrailName, region, selectorsOf(account, made.input.TrailName));
    case 's3:CreateBucket':
      return [step('s3:DeleteBucket', region, { Bucket: made.input.Bucket })];
    case 'iam:CreateRole':
      return [step('iam:DeleteRole', region, { RoleName: made.input.RoleName })];
    case 'iam:PutRolePolicy': {
      const { RoleName, PolicyName } = made.input;
      return [step('iam:DeleteRolePolicy', region, { RoleName, PolicyName })];
    }
    case 'logs:CreateLogGroup':
      return [step('logs:DeleteLogGroup', region, { logGroupName: made.input.logGroupName })];
    case 'logs:PutMetricFilter': {
      const { logGroupName, filterName } = made.input;
      const old = filtersOf(account, region, logGroupName).find((one) => one.filterName === filterName);
      const input = old && filterInput(old, logGroupName);
      return input
        ? [step('logs:PutMetricFilter', region, input)]
        : [step('logs:DeleteMetricFilter', region, { logGroupName, filterName })];
    }
    case 'cloudwatch:PutMetricAlarm': {
      const { AlarmName } = made.input;
      const old = metricAlarmsIn(account, region).find((one) => one.AlarmName === AlarmName);
      return old
        ? [step('cloudwatch:PutMetricAlarm', region, alarmInput(old))]
        : [step('cloudwatch:DeleteAlarms', region, { AlarmNames: [AlarmName] })];
    }
    case 'cloudwatch:EnableAlarmActions':
      return [step('cloudwatch:DisableAlarmActions', region, made.input)];
    case 'sns:CreateTopic':
      return [
        step('sns:DeleteTopic', region, {
          TopicArn: `arn:${account.partition}:sns:${region}:${account.account}:${made.input.Name}`,
        }),
      ];
    case 'sns:SetTopicAttributes': {
      const { TopicArn, AttributeName } = made.input;
      const AttributeValue = topicOf(account, TopicArn)?.[AttributeName] ?? '';
      return [step('sns:SetTopicAttributes', region, { TopicArn, AttributeName, AttributeValue })];
    }
    case 'sns:Subscribe':
      return [step('sns:Unsubscribe', region, { SubscriptionArn: { of: id, output: 'SubscriptionArn' } })];
    case 'sns:SetSubscriptionAttributes': {
      const { SubscriptionArn, AttributeName } = made.input;
      const AttributeValue = subscriptionAttributes(account, SubscriptionArn)?.[AttributeName] ?? '{}';
      return [step('sns:SetSubscriptionAttributes', region, { SubscriptionArn, AttributeName, AttributeValue })];
    }
    case 'kms:CreateKey':
      return [step('kms:ScheduleKeyDeletion', region, { KeyId: { of: id, output: 'KeyId' }, PendingWindowInDays: 7 })];
    case 'kms:CreateAlias':
      return [step('kms:DeleteAlias', region, { AliasName: made.input.AliasName })];
    case 'kms:EnableKey':
      return [step('kms:DisableKey', region, made.input)];
    case 'kms:PutKeyPolicy': {
      const { KeyId, PolicyName } = made.input;
      const Policy = keyPolicyOf(account, region, keyOf(account, region, KeyId)?.Arn ?? KeyId);
      return Policy === null ? [] : [step('kms:PutKeyPolicy', region, { KeyId, PolicyName, Policy })];
    }
    case 'events:EnableRule':
      return [step('events:DisableRule', region, made.input)];
    // What these set goes with what was created for it.
    case 's3:PutPublicAccessBlock':
    case 's3:PutBucketPolicy':
    case 'logs:PutRetentionPolicy':
      return [];
    // The planner takes nothing away; these take back.
    case 'cloudtrail:DeleteTrail':
    case 'cloudtrail:StopLogging':
    case 's3:DeleteBucket':
    case 'iam:DeleteRolePolicy':
    case 'iam:DeleteRole':
    case 'logs:DeleteLogGroup':
    case 'logs:DeleteMetricFilter':
    case 'cloudwatch:DeleteAlarms':
    case 'cloudwatch:DisableAlarmActions':
    case 'sns:DeleteTopic':
    case 'sns:Unsubscribe':
    case 'kms:DeleteAlias':
    case 'kms:ScheduleKeyDeletion':
    case 'kms:DisableKey':
    case 'events:DisableRule':
      return [];
  }
}

type Selectors = readonly Readonly<Record<string, unknown>>[];

/** A trail without selectors of its own records all management events: what CreateTrail gives is the same. */
function oldSelectors(TrailName: string, region: string, old: EventSelectors | null): readonly Step[] {
  if (old === null || parseArn(TrailName) === null) return [];
  const copied = (list: readonly object[] = []): Selectors => list.map((one) => ({ ...one }));
  const advanced = copied(old.AdvancedEventSelectors);
  if (advanced.length > 0)
    return [step('cloudtrail:PutEventSelectors', region, { TrailName, AdvancedEventSelectors: advanced })];
  const basic = copied(old.EventSelectors);
  const usual = { ReadWriteType: 'All', IncludeManagementEvents: true };
  const EventSelectors = basic.length > 0 ? basic : [usual];
  return [step('cloudtrail:PutEventSelectors', region, { TrailName, EventSelectors })];
}
