import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSubscriptionsCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Sandbox } from './sandbox.js';
import { HOME } from './spec.js';

/** Everything that there is in an account, by its names, also what a collection does not come by; of keys those that may be used. */
export function thingsIn({ endpoint, credentials }: Sandbox): () => Promise<readonly string[]> {
  const at = { endpoint, region: HOME, credentials };
  const [s3, iam, kms] = [new S3Client({ ...at, forcePathStyle: true }), new IAMClient(at), new KMSClient(at)];
  const [sns, logs] = [new SNSClient(at), new CloudWatchLogsClient(at)];
  const [cloudwatch, cloudtrail] = [new CloudWatchClient(at), new CloudTrailClient(at)];
  const list = async <T>(
    kind: string,
    items: Promise<readonly T[] | undefined>,
    name: (item: T) => string | undefined,
  ) => ((await items) ?? []).map((item) => `${kind} ${name(item)}`);
  const keys = async () => {
    const { Keys = [] } = await kms.send(new ListKeysCommand({}));
    const described = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))));
    return described.flatMap(({ KeyMetadata: key }) =>
      key?.KeyState === 'PendingDeletion' ? [] : [`key ${key?.Description}`],
    );
  };
  return async () => {
    const found = await Promise.all([
      keys(),
      list(
        'bucket',
        s3.send(new ListBucketsCommand({})).then(({ Buckets }) => Buckets),
        ({ Name }) => Name,
      ),
      list(
        'role',
        iam.send(new ListRolesCommand({})).then(({ Roles }) => Roles),
        ({ RoleName }) => RoleName,
      ),
      list(
        'alias',
        kms.send(new ListAliasesCommand({})).then(({ Aliases }) => Aliases),
        ({ AliasName }) => AliasName,
      ),
      list(
        'topic',
        sns.send(new ListTopicsCommand({})).then(({ Topics }) => Topics),
        ({ TopicArn }) => TopicArn,
      ),
      list(
        'subscription',
        sns.send(new ListSubscriptionsCommand({})).then(({ Subscriptions }) => Subscriptions),
        ({ TopicArn, Endpoint }) => `${TopicArn} ${Endpoint}`,
      ),
      list(
        'log group',
        logs.send(new DescribeLogGroupsCommand({})).then(({ logGroups }) => logGroups),
        ({ logGroupName }) => logGroupName,
      ),
      list(
        'filter',
        logs.send(new DescribeMetricFiltersCommand({})).then(({ metricFilters }) => metricFilters),
        ({ filterName }) => filterName,
      ),
      list(
        'alarm',
        cloudwatch.send(new DescribeAlarmsCommand({})).then(({ MetricAlarms }) => MetricAlarms),
        ({ AlarmName }) => AlarmName,
      ),
      list(
        'trail',
        cloudtrail.send(new DescribeTrailsCommand({})).then(({ trailList }) => trailList),
        ({ TrailARN }) => TrailARN,
      ),
    ]);
    return found.flat().sort();
  };
}
