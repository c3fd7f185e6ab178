import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Sandbox } from './sandbox.js';
import {
  type AlarmSpec,
  type FilterSpec,
  type FunctionSpec,
  HOME,
  type KeySpec,
  type LogGroupSpec,
  NAMESPACE,
  type QueueSpec,
  type RuleSpec,
  type Spec,
  type TopicSpec,
  type TrailSpec,
} from './spec.js';

/** ARNs of what was created. */
export interface Deployed {
  readonly keys: ReadonlyMap<string, string>;
  readonly topics: ReadonlyMap<string, string>;
}

/**
 * Creates what a spec describes, through the SDK. moto keeps CloudTrail's bucket check: one bucket a sandbox is made first.
 * What moto cannot do (composite alarms, mute rules, pending subscriptions, delivery errors) the proxy in front of it adds.
 */
export async function deploy(sandbox: Sandbox, spec: Spec): Promise<Deployed> {
  const made: Made = { sandbox, keys: new Map(), topics: new Map() };
  await Promise.all((spec.keys ?? []).map((key) => createKey(made, key)));
  await Promise.all([
    ...(spec.logGroups ?? []).map((group) => createLogGroup(made, group)),
    ...(spec.topics ?? []).map((topic) => createTopic(made, topic)),
    ...(spec.queues ?? []).map((queue) => createQueue(made, queue)),
    ...(spec.functions ?? []).map((one) => createFunction(made, one)),
  ]);
  if (spec.trails?.length) await createBucket(sandbox);
  await Promise.all([
    ...(spec.trails ?? []).map((trail) => createTrail(made, trail)),
    ...(spec.filters ?? []).map((filter) => createFilter(made, filter)),
    ...(spec.alarms ?? []).map((alarm) => createAlarm(made, alarm)),
    ...(spec.rules ?? []).map((rule) => createRule(made, rule)),
  ]);
  return made;
}

interface Made extends Deployed {
  readonly sandbox: Sandbox;
  readonly keys: Map<string, string>;
  readonly topics: Map<string, string>;
}

/** The members that every client is made with. */
function clientConfig({ endpoint, credentials }: Sandbox, region = HOME) {
  return { endpoint, credentials, region };
}

async function createKey({ sandbox, keys }: Made, { name, region, policy, state }: KeySpec): Promise<void> {
  const kms = new KMSClient(clientConfig(sandbox, region));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(policy ? { Policy: JSON.stringify(policy) } : {}));
  const KeyId = KeyMetadata!.KeyId!;
  await kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: KeyId }));
  if (state === 'disabled') await kms.send(new DisableKeyCommand({ KeyId }));
  if (state === 'pending-deletion') await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  keys.set(name, KeyMetadata!.Arn!);
}

async function createLogGroup({ sandbox, keys }: Made, { name, region, key }: LogGroupSpec): Promise<void> {
  const logs = new CloudWatchLogsClient(clientConfig(sandbox, region));
  const kmsKeyId = key === undefined ? undefined : keys.get(key);
  await logs.send(new CreateLogGroupCommand({ logGroupName: name, kmsKeyId }));
}

async function createTopic({ sandbox, keys, topics }: Made, topic: TopicSpec): Promise<void> {
  const sns = new SNSClient(clientConfig(sandbox, topic.region));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topic.name }));
  const set = (AttributeName: string, AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
  if (topic.policy) await set('Policy', JSON.stringify(topic.policy));
  if (topic.key !== undefined) await set('KmsMasterKeyId', keys.get(topic.key) ?? topic.key);
  for (const { protocol, endpoint, attributes } of topic.subscriptions ?? []) {
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: protocol, Endpoint: endpoint, Attributes: attributes ?? {} }),
    );
  }
  topics.set(topic.name, TopicArn!);
}

async function createQueue({ sandbox, keys }: Made, { name, region = HOME, from = [], key, attributes }: QueueSpec) {
  const sqs = new SQSClient(clientConfig(sandbox, region));
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${sandbox.account}:${resource}`;
  const topics = from.map((topic) => arn('sns', topic));
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn('sqs', name),
    Condition: { ArnEquals: { 'aws:SourceArn': topics } },
  };
  const Attributes = {
    ...(topics.length > 0 && { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [Statement] }) }),
    ...(key !== undefined && { KmsMasterKeyId: keys.get(key) ?? key }),
    ...attributes,
  };
  await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
}

async function createFunction({ sandbox }: Made, { name, region = HOME, from = [], reserved }: FunctionSpec) {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${sandbox.account}:${resource}`;
  const iam = new IAMClient(clientConfig(sandbox, region));
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
  const lambda = new LambdaClient(clientConfig(sandbox, region));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: Role?.Arn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: EMPTY_ZIP },
      Environment: { Variables: { TOKEN: 's3cr3t' } },
    }),
  );
  for (const topic of from)
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        StatementId: topic,
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: arn('sns', topic),
      }),
    );
  if (reserved !== undefined)
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: reserved }),
    );
}

/** An archive without files is its closing record alone. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);

async function createTrail({ sandbox, keys }: Made, trail: TrailSpec): Promise<void> {
  const region = trail.region ?? HOME;
  const cloudtrail = new CloudTrailClient(clientConfig(sandbox, region));
  await cloudtrail.send(
    new CreateTrailCommand({
      Name: trail.name,
      S3BucketName: bucketOf(sandbox),
      IsMultiRegionTrail: trail.multiRegion ?? true,
      IncludeGlobalServiceEvents: trail.globalEvents ?? true,
      KmsKeyId: trail.key === undefined ? undefined : keys.get(trail.key),
      ...(trail.logGroup !== null && {
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${sandbox.account}:log-group:${trail.logGroup}:*`,
        CloudWatchLogsRoleArn: `arn:aws:iam::${sandbox.account}:role/cloudtrail-to-logs`,
      }),
    }),
  );
  if (trail.selectors || trail.advancedSelectors) {
    await cloudtrail.send(
      new PutEventSelectorsCommand({
        TrailName: trail.name,
        EventSelectors: trail.selectors,
        AdvancedEventSelectors: trail.advancedSelectors,
      }),
    );
  }
  // By name: moto does not know a trail's ARN here.
  if (trail.logging ?? true) await cloudtrail.send(new StartLoggingCommand({ Name: trail.name }));
}

async function createFilter({ sandbox }: Made, filter: FilterSpec): Promise<void> {
  const logs = new CloudWatchLogsClient(clientConfig(sandbox, filter.region));
  await logs.send(
    new PutMetricFilterCommand({
      logGroupName: filter.logGroup,
      filterName: filter.name,
      filterPattern: filter.pattern,
      metricTransformations: [
        {
          metricName: filter.metric,
          metricNamespace: filter.namespace ?? NAMESPACE,
          metricValue: filter.value ?? '1',
          defaultValue: filter.defaultValue,
          dimensions: filter.dimensions,
          unit: filter.unit,
        },
      ],
    }),
  );
}

async function createAlarm({ sandbox, topics }: Made, alarm: AlarmSpec): Promise<void> {
  const cloudwatch = new CloudWatchClient(clientConfig(sandbox, alarm.region));
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: alarm.name,
      MetricName: alarm.metric,
      Namespace: alarm.namespace ?? NAMESPACE,
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: (alarm.topics ?? []).map((topic) => topics.get(topic) ?? topic),
      ...alarm.input,
    }),
  );
}

async function createRule({ sandbox, topics }: Made, rule: RuleSpec): Promise<void> {
  const events = new EventBridgeClient(clientConfig(sandbox, rule.region));
  await events.send(
    new PutRuleCommand({
      Name: rule.name,
      EventPattern: rule.pattern && JSON.stringify(rule.pattern),
      ScheduleExpression: rule.schedule,
      State: rule.state ?? 'ENABLED',
    }),
  );
  if (!rule.targets?.length) return;
  const Targets = rule.targets.map((target, index) => ({
    Id: `target-${index}`,
    Arn: topics.get(target) ?? target,
    Input: rule.input,
  }));
  await events.send(new PutTargetsCommand({ Rule: rule.name, Targets }));
}

function bucketOf({ account }: Sandbox): string {
  return `trail-${account}`;
}

/** S3 has no client among the dependencies, and moto does not check signatures: a bare request does. */
async function createBucket(sandbox: Sandbox): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${sandbox.credentials.accessKeyId}/20260101/${HOME}/s3/aws4_request, SignedHeaders=host, Signature=none`;
  const response = await fetch(`${sandbox.endpoint}/${bucketOf(sandbox)}`, {
    method: 'PUT',
    headers: { authorization, 'x-amz-security-token': sandbox.credentials.sessionToken },
  });
  if (!response.ok) throw new Error(`moto did not create the bucket: ${response.status} ${await response.text()}`);
}
