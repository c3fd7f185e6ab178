import { isArray, isObject, type Json, parseJson } from '../../predicate/json.js';
import type { TemplateNames } from './cloudformation-names.js';
import { roleNameOf, type Thing, type ThingKind, type ThingOf } from './thing.js';
import type { Yaml, YamlObject } from './yaml.js';

/**
 * What stays when a stack is deleted: logs and all that brings them, what others may use as well, and the key that a topic's messages
 * are under. What a stack made that could not be made whole goes again, so that it can be tried once more.
 */
const KEPT = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

/** A thing as a resource of a template that makes `things`. Null: it is a property of another. */
export function resourceOf(thing: Thing, names: TemplateNames, things: readonly Thing[]): YamlObject | null {
  const made = <K extends ThingKind>(kind: K, isIt: (other: ThingOf<K>) => boolean): string | null => {
    const found = things.find((other) => other.kind === kind && isIt(other as ThingOf<K>));
    return found ? names.logicalId(found) : null;
  };
  const orRef = (id: string | null, value: string): Yaml => (id === null ? value : { Ref: id });
  const bucketOf = (name: string) =>
    orRef(
      made('bucket', (other) => other.name === name),
      name,
    );
  const policy = (text: string) => document(parseJson(text), names.referring);
  switch (thing.kind) {
    case 'log-group':
      return {
        Type: 'AWS::Logs::LogGroup',
        ...KEPT,
        Properties: {
          LogGroupName: names.parameter(`log-group ${thing.name}`),
          RetentionInDays: thing.retention ?? undefined,
        },
      };
    case 'role':
      return {
        Type: 'AWS::IAM::Role',
        ...KEPT,
        Properties: {
          RoleName: thing.name,
          Description: thing.description,
          AssumeRolePolicyDocument: document(parseJson(thing.trust), (text) => text),
        },
      };
    case 'role-policy': {
      const RoleName = orRef(
        made('role', ({ name }) => name === thing.role),
        thing.role,
      );
      return {
        Type: 'AWS::IAM::RolePolicy',
        ...KEPT,
        Properties: { RoleName, PolicyName: thing.name, PolicyDocument: policy(thing.policy) },
      };
    }
    case 'bucket': {
      const isClosed = made('public-access-block', ({ bucket }) => bucket === thing.name) !== null;
      const closed = {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      };
      return {
        Type: 'AWS::S3::Bucket',
        ...KEPT,
        Properties: { BucketName: thing.name, PublicAccessBlockConfiguration: isClosed ? closed : undefined },
      };
    }
    case 'public-access-block':
      return null;
    case 'bucket-policy':
      return {
        Type: 'AWS::S3::BucketPolicy',
        ...KEPT,
        Properties: { Bucket: bucketOf(thing.bucket), PolicyDocument: policy(thing.policy) },
      };
    case 'trail': {
      const { input, selectors } = thing;
      // CloudTrail looks at both policies when the trail is created.
      const after = [
        made('bucket-policy', ({ bucket }) => bucket === input.S3BucketName),
        made('role-policy', ({ role }) => role === roleNameOf(input.CloudWatchLogsRoleArn)),
      ].filter((id) => id !== null);
      return {
        Type: 'AWS::CloudTrail::Trail',
        ...KEPT,
        DependsOn: after.length > 0 ? after : undefined,
        Properties: {
          TrailName: input.Name,
          IsLogging: true,
          S3BucketName: bucketOf(input.S3BucketName),
          IncludeGlobalServiceEvents: input.IncludeGlobalServiceEvents,
          IsMultiRegionTrail: input.IsMultiRegionTrail,
          EnableLogFileValidation: input.EnableLogFileValidation,
          CloudWatchLogsLogGroupArn: names.referring(input.CloudWatchLogsLogGroupArn),
          CloudWatchLogsRoleArn: names.referring(input.CloudWatchLogsRoleArn),
          EventSelectors: selectors?.EventSelectors as Yaml | undefined,
          AdvancedEventSelectors: selectors?.AdvancedEventSelectors as Yaml | undefined,
        },
      };
    }
    case 'filter':
      return { Type: 'AWS::Logs::MetricFilter', Properties: filterProperties(thing, names, made) };
    case 'alarm':
      return { Type: 'AWS::CloudWatch::Alarm', Properties: alarmProperties(thing, names) };
    case 'topic': {
      const { key, region } = thing;
      const alias = made('alias', (other) => other.name === key && other.region === region);
      return {
        Type: 'AWS::SNS::Topic',
        ...KEPT,
        Properties: {
          TopicName: names.parameter(`topic ${thing.arn}`),
          KmsMasterKeyId: key === null ? undefined : orRef(alias, key),
        },
      };
    }
    case 'topic-policy':
      return {
        Type: 'AWS::SNS::TopicPolicy',
        ...KEPT,
        Properties: { Topics: [names.referring(thing.topic)], PolicyDocument: policy(thing.policy) },
      };
    case 'subscription':
      return {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: names.referring(thing.topic),
          Protocol: thing.protocol,
          Endpoint: names.parameter(`subscriber ${names.logicalId(thing)}`),
        },
      };
    case 'key':
      // Without references: the topic needs the key, and the key would need the topic.
      return {
        Type: 'AWS::KMS::Key',
        ...KEPT,
        Properties: { Description: thing.description, KeyPolicy: document(parseJson(thing.policy), (text) => text) },
      };
    case 'alias': {
      const { target } = thing;
      const key = typeof target === 'string' ? null : made('key', ({ id }) => id === target.of);
      return {
        Type: 'AWS::KMS::Alias',
        ...KEPT,
        Properties: { AliasName: thing.name, TargetKeyId: orRef(key, String(target)) },
      };
    }
  }
}

/** A policy as an object of the template, which CloudFormation prints. */
function document(value: Json, texts: (text: string) => Yaml): Yaml {
  if (typeof value === 'string') return texts(value);
  if (isArray(value)) return value.map((item) => document(item, texts));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, document(item, texts)]));
  return value;
}

function filterProperties(
  { input, region }: ThingOf<'filter'>,
  names: TemplateNames,
  made: (kind: 'log-group', isIt: (other: ThingOf<'log-group'>) => boolean) => string | null,
): YamlObject {
  const group = made('log-group', (other) => other.name === input.logGroupName && other.region === region);
  return {
    FilterName: input.filterName,
    LogGroupName: group === null ? names.parameter(`log-group ${input.logGroupName}`) : { Ref: group },
    FilterPattern: input.filterPattern,
    MetricTransformations: input.metricTransformations.map((one) => ({
      MetricName: one.metricName,
      MetricNamespace: one.metricNamespace,
      MetricValue: one.metricValue,
      DefaultValue: one.defaultValue,
      Dimensions: one.dimensions && Object.entries(one.dimensions).map(([Key, Value]) => ({ Key, Value })),
      Unit: one.unit,
    })),
    ApplyOnTransformedLogs: input.applyOnTransformedLogs,
    FieldSelectionCriteria: input.fieldSelectionCriteria,
    EmitSystemFieldDimensions: input.emitSystemFieldDimensions,
  };
}

/** An alarm has the same members in a template as in PutMetricAlarm. */
function alarmProperties({ input }: ThingOf<'alarm'>, { referring }: TemplateNames): YamlObject {
  const actions = new Set(['AlarmActions', 'OKActions', 'InsufficientDataActions']);
  const members = Object.entries(input).map(([member, value]) => {
    const list = value as readonly string[];
    return [member, actions.has(member) ? list.map(referring) : (value as Yaml)] as const;
  });
  return Object.fromEntries(members);
}
