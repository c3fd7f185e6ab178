import type { MetricAlarm, MetricFilter } from '../account/answers.js';
import { alarmInput } from '../change/build/alarm.js';
import { filterInput } from '../change/mend/metric-filter.js';
import type { Setting, SettingOperation } from '../change/same-setting.js';
import type { Clients } from './clients.js';
import { failureOf, kindOf } from './failure.js';
import { plain } from './plain.js';

/** What is set now where the step would set something, as the step that would set it. Null: nothing of that name is there. */
export async function setNow(clients: Clients, wanted: Setting): Promise<Setting | null> {
  try {
    const read = READS[wanted.operation] as Reading<SettingOperation>;
    const input = await read(clients, wanted.region, wanted.input);
    return input && ({ ...wanted, input } as Setting);
  } catch (thrown) {
    if (kindOf(failureOf(thrown)) === 'not-found') return null;
    throw thrown;
  }
}

type Input<O extends SettingOperation> = Extract<Setting, { readonly operation: O }>['input'];
type Reading<O extends SettingOperation> = (
  clients: Clients,
  region: string,
  wanted: Input<O>,
) => Promise<Input<O> | null>;

const READS: { readonly [O in SettingOperation]: Reading<O> } = {
  async 'cloudtrail:UpdateTrail'({ cloudtrail }, region, { Name }) {
    const { sdk, client } = await cloudtrail(region);
    const command = new sdk.DescribeTrailsCommand({ trailNameList: [Name], includeShadowTrails: false });
    const { trailList = [] } = await client.send(command);
    const trail = trailList.find(({ TrailARN }) => TrailARN === Name);
    return trail
      ? {
          Name,
          IncludeGlobalServiceEvents: trail.IncludeGlobalServiceEvents ?? false,
          IsMultiRegionTrail: trail.IsMultiRegionTrail ?? false,
          CloudWatchLogsLogGroupArn: trail.CloudWatchLogsLogGroupArn ?? '',
          CloudWatchLogsRoleArn: trail.CloudWatchLogsRoleArn ?? '',
        }
      : null;
  },

  async 'cloudtrail:PutEventSelectors'({ cloudtrail }, region, { TrailName }) {
    const { sdk, client } = await cloudtrail(region);
    const found = await client.send(new sdk.GetEventSelectorsCommand({ TrailName }));
    const copied = (list: readonly object[] = []) => list.map((one) => ({ ...one }));
    const AdvancedEventSelectors = copied(found.AdvancedEventSelectors);
    return AdvancedEventSelectors.length > 0
      ? { TrailName, AdvancedEventSelectors }
      : { TrailName, EventSelectors: copied(found.EventSelectors) };
  },

  async 'iam:PutRolePolicy'({ iam }, region, { RoleName, PolicyName }) {
    const { sdk, client } = await iam(region);
    const { PolicyDocument } = await client.send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName }));
    return PolicyDocument === undefined ? null : { RoleName, PolicyName, PolicyDocument: decoded(PolicyDocument) };
  },

  async 'logs:PutMetricFilter'({ logs }, region, { logGroupName, filterName }) {
    const { sdk, client } = await logs(region);
    const command = new sdk.DescribeMetricFiltersCommand({ logGroupName, filterNamePrefix: filterName });
    // The exact name comes first among those that begin with it.
    const { metricFilters = [] } = await client.send(command);
    const found = metricFilters.find((one) => one.filterName === filterName);
    if (!found) return null;
    const UNTOLD = { logGroupName, filterName, filterPattern: '', metricTransformations: [] };
    return filterInput(found as MetricFilter, logGroupName) ?? UNTOLD;
  },

  async 'cloudwatch:PutMetricAlarm'({ cloudwatch }, region, { AlarmName }) {
    const { sdk, client } = await cloudwatch(region);
    const command = new sdk.DescribeAlarmsCommand({
      AlarmNames: [AlarmName],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
    });
    const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = await client.send(command);
    const found = MetricAlarms.find((one) => one.AlarmName === AlarmName);
    if (found) return alarmInput(plain(found) as MetricAlarm);
    // One of another kind has the name: it is nothing that the step could have set.
    return CompositeAlarms.length + LogAlarms.length > 0 ? { AlarmName } : null;
  },

  async 'sns:SetTopicAttributes'({ sns }, region, { TopicArn, AttributeName }) {
    const { sdk, client } = await sns(region);
    const { Attributes = {} } = await client.send(new sdk.GetTopicAttributesCommand({ TopicArn }));
    return { TopicArn, AttributeName, AttributeValue: Attributes[AttributeName] ?? '' };
  },

  async 'sns:SetSubscriptionAttributes'({ sns }, region, { SubscriptionArn, AttributeName }) {
    const { sdk, client } = await sns(region);
    const { Attributes = {} } = await client.send(new sdk.GetSubscriptionAttributesCommand({ SubscriptionArn }));
    return { SubscriptionArn, AttributeName, AttributeValue: Attributes[AttributeName] ?? '{}' };
  },

  async 'kms:PutKeyPolicy'({ kms }, region, { KeyId, PolicyName }) {
    const { sdk, client } = await kms(region);
    const { Policy } = await client.send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName }));
    return { KeyId, PolicyName, Policy: Policy ?? '' };
  },
};

/** IAM answers documents URL-encoded (IAM API reference, GetRolePolicy). */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not encoded
  }
}
