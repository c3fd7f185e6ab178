import type { Operation } from '../account/account.js';
import type { Clients } from './clients.js';

/** What each operation is asked with; the same object stands in the account file. */
export interface Inputs {
  'ec2:DescribeRegions': Record<never, never>;
  'sts:GetCallerIdentity': Record<never, never>;
  'iam:ListAccountAliases': Record<never, never>;
  'cloudtrail:DescribeTrails': { includeShadowTrails: true };
  'cloudtrail:GetTrailStatus': { Name: string };
  'cloudtrail:GetEventSelectors': { TrailName: string };
  'logs:DescribeLogGroups': { logGroupNamePrefix: string };
  'logs:DescribeMetricFilters': { logGroupName: string };
  'logs:DescribeSubscriptionFilters': { logGroupName: string };
  'cloudwatch:DescribeAlarms': { AlarmTypes: ('MetricAlarm' | 'CompositeAlarm' | 'LogAlarm')[] };
  'cloudwatch:ListAlarmMuteRules': Record<never, never>;
  'cloudwatch:GetAlarmMuteRule': { AlarmMuteRuleName: string };
  'sns:GetTopicAttributes': { TopicArn: string };
  'sns:GetDataProtectionPolicy': { ResourceArn: string };
  'sns:ListSubscriptionsByTopic': { TopicArn: string };
  'sns:GetSubscriptionAttributes': { SubscriptionArn: string };
  'sqs:GetQueueAttributes': { QueueUrl: string; AttributeNames: ['All'] };
  'lambda:GetFunctionConfiguration': { FunctionName: string };
  'lambda:GetFunctionConcurrency': { FunctionName: string };
  'lambda:GetPolicy': { FunctionName: string };
  'kms:DescribeKey': { KeyId: string };
  'kms:GetKeyPolicy': { KeyId: string; PolicyName: 'default' };
  'events:DescribeEventBus': Record<never, never>;
  'events:ListRules': Record<never, never>;
  'events:ListTargetsByRule': { Rule: string };
}

export interface OperationEntry<I> {
  /** The member that a page's answer names the next page with, and the next request asks with. Absent: one page. */
  readonly token?: 'NextToken' | 'nextToken' | 'Marker';
  readonly send: (clients: Clients, region: string, input: I) => Promise<object>;
}

/** How each operation that a snapshot may read is called. */
export const OPERATION_TABLE: { readonly [O in Operation]: OperationEntry<Inputs[O]> } = {
  'ec2:DescribeRegions': {
    async send({ ec2 }, region, input) {
      const { sdk, client } = await ec2(region);
      return client.send(new sdk.DescribeRegionsCommand(input));
    },
  },
  'sts:GetCallerIdentity': {
    async send({ sts }, region, input) {
      const { sdk, client } = await sts(region);
      return client.send(new sdk.GetCallerIdentityCommand(input));
    },
  },
  'iam:ListAccountAliases': {
    token: 'Marker',
    async send({ iam }, region, input) {
      const { sdk, client } = await iam(region);
      return client.send(new sdk.ListAccountAliasesCommand(input));
    },
  },
  'cloudtrail:DescribeTrails': {
    async send({ cloudtrail }, region, input) {
      const { sdk, client } = await cloudtrail(region);
      return client.send(new sdk.DescribeTrailsCommand(input));
    },
  },
  'cloudtrail:GetTrailStatus': {
    async send({ cloudtrail }, region, input) {
      const { sdk, client } = await cloudtrail(region);
      return client.send(new sdk.GetTrailStatusCommand(input));
    },
  },
  'cloudtrail:GetEventSelectors': {
    async send({ cloudtrail }, region, input) {
      const { sdk, client } = await cloudtrail(region);
      return client.send(new sdk.GetEventSelectorsCommand(input));
    },
  },
  'logs:DescribeLogGroups': {
    token: 'nextToken',
    async send({ logs }, region, input) {
      const { sdk, client } = await logs(region);
      return client.send(new sdk.DescribeLogGroupsCommand(input));
    },
  },
  'logs:DescribeMetricFilters': {
    token: 'nextToken',
    async send({ logs }, region, input) {
      const { sdk, client } = await logs(region);
      return client.send(new sdk.DescribeMetricFiltersCommand(input));
    },
  },
  'logs:DescribeSubscriptionFilters': {
    token: 'nextToken',
    async send({ logs }, region, input) {
      const { sdk, client } = await logs(region);
      return client.send(new sdk.DescribeSubscriptionFiltersCommand(input));
    },
  },
  'cloudwatch:DescribeAlarms': {
    token: 'NextToken',
    async send({ cloudwatch }, region, input) {
      const { sdk, client } = await cloudwatch(region);
      return client.send(new sdk.DescribeAlarmsCommand(input));
    },
  },
  'cloudwatch:ListAlarmMuteRules': {
    token: 'NextToken',
    async send({ cloudwatch }, region, input) {
      const { sdk, client } = await cloudwatch(region);
      return client.send(new sdk.ListAlarmMuteRulesCommand(input));
    },
  },
  'cloudwatch:GetAlarmMuteRule': {
    async send({ cloudwatch }, region, input) {
      const { sdk, client } = await cloudwatch(region);
      return client.send(new sdk.GetAlarmMuteRuleCommand(input));
    },
  },
  'sns:GetTopicAttributes': {
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      return client.send(new sdk.GetTopicAttributesCommand(input));
    },
  },
  'sns:GetDataProtectionPolicy': {
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      return client.send(new sdk.GetDataProtectionPolicyCommand(input));
    },
  },
  'sns:ListSubscriptionsByTopic': {
    token: 'NextToken',
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      return client.send(new sdk.ListSubscriptionsByTopicCommand(input));
    },
  },
  'sns:GetSubscriptionAttributes': {
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      return client.send(new sdk.GetSubscriptionAttributesCommand(input));
    },
  },
  'sqs:GetQueueAttributes': {
    async send({ sqs }, region, input) {
      const { sdk, client } = await sqs(region);
      return client.send(new sdk.GetQueueAttributesCommand(input));
    },
  },
  'lambda:GetFunctionConfiguration': {
    async send({ lambda }, region, input) {
      const { sdk, client } = await lambda(region);
      return client.send(new sdk.GetFunctionConfigurationCommand(input));
    },
  },
  'lambda:GetFunctionConcurrency': {
    async send({ lambda }, region, input) {
      const { sdk, client } = await lambda(region);
      return client.send(new sdk.GetFunctionConcurrencyCommand(input));
    },
  },
  'lambda:GetPolicy': {
    async send({ lambda }, region, input) {
      const { sdk, client } = await lambda(region);
      return client.send(new sdk.GetPolicyCommand(input));
    },
  },
  'kms:DescribeKey': {
    async send({ kms }, region, input) {
      const { sdk, client } = await kms(region);
      return client.send(new sdk.DescribeKeyCommand(input));
    },
  },
  'kms:GetKeyPolicy': {
    async send({ kms }, region, input) {
      const { sdk, client } = await kms(region);
      return client.send(new sdk.GetKeyPolicyCommand(input));
    },
  },
  'events:DescribeEventBus': {
    async send({ events }, region, input) {
      const { sdk, client } = await events(region);
      return client.send(new sdk.DescribeEventBusCommand(input));
    },
  },
  'events:ListRules': {
    token: 'NextToken',
    async send({ events }, region, input) {
      const { sdk, client } = await events(region);
      return client.send(new sdk.ListRulesCommand(input));
    },
  },
  'events:ListTargetsByRule': {
    token: 'NextToken',
    async send({ events }, region, input) {
      const { sdk, client } = await events(region);
      return client.send(new sdk.ListTargetsByRuleCommand(input));
    },
  },
};
