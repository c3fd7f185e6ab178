import type { FunctionSpec, KeySpec, SubscriptionSpec, TopicSpec, World } from './specs.js';
import { customerKey, subscription } from './world.js';

type Statement = Readonly<Record<string, unknown>>;
/** What is done to the function that a topic tells. */
export type FunctionVariant = (made: World, spec: FunctionSpec, from: SubscriptionSpec) => void;

/** The topic tells a function as well, which lets it. */
export function tellFunction(made: World, topic: TopicSpec): SubscriptionSpec & { lambda: FunctionSpec } {
  const { region } = topic;
  const arn = `arn:aws:lambda:${region}:${made.id}:function:tell`;
  const from = subscription(topic, made.id, 'lambda', arn);
  const lambda: FunctionSpec = {
    region,
    arn,
    configuration: { FunctionName: 'tell', State: 'Active', LastUpdateStatus: 'Successful' },
    reserved: null,
    key: null,
    policy: null,
    exists: true,
    truth: 'holds',
  };
  grant(lambda, invoke(lambda, from));
  const told = Object.assign(from, { lambda });
  topic.subscriptions.push(told);
  return told;
}

/** The topic tells the function, and nobody else. */
export function tellFunctionAlone(made: World, topic: TopicSpec): SubscriptionSpec & { lambda: FunctionSpec } {
  topic.subscriptions = [];
  return tellFunction(made, topic);
}

function grant(lambda: FunctionSpec, ...statements: readonly Statement[]): void {
  lambda.policy = { Version: '2012-10-17', Id: 'default', Statement: statements };
}

const invoke = (lambda: FunctionSpec, from: SubscriptionSpec, members: Statement = {}): Statement => ({
  Sid: 'sns',
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: lambda.arn,
  Condition: { ArnLike: { 'AWS:SourceArn': from.subscription.TopicArn } },
  ...members,
});

/** Lambda uses the key by a grant, so that the key's policy need not name it. */
function encrypt(made: World, lambda: FunctionSpec): KeySpec {
  const key = customerKey(made, lambda.region, []);
  lambda.key = key;
  lambda.configuration.KMSKeyArn = key.metadata.Arn ?? '';
  return key;
}

export const SOUND_FUNCTIONS = {
  plain: () => {},
  'with a reserved concurrency': (_, lambda) => {
    lambda.reserved = 5;
  },
  'granted to SNS for topics of the account': (made, lambda, from) => {
    const topics = { ArnLike: { 'AWS:SourceArn': `arn:aws:sns:*:${made.id}:*` } };
    grant(lambda, invoke(lambda, from, { Condition: topics }));
  },
  'with its own key': (made, lambda) => {
    encrypt(made, lambda);
  },
} satisfies Record<string, FunctionVariant>;

export const FAULTY_FUNCTIONS = {
  deleted: (_, lambda) => {
    lambda.exists = false;
    lambda.truth = 'broken';
  },
  'no policy': (_, lambda) => {
    lambda.policy = null;
    lambda.truth = 'broken';
  },
  'a policy for another topic': (_, lambda, from) => {
    const other = { ArnLike: { 'AWS:SourceArn': `${from.subscription.TopicArn}-old` } };
    grant(lambda, invoke(lambda, from, { Condition: other }));
    lambda.truth = 'broken';
  },
  'a policy for another service': (_, lambda, from) => {
    grant(lambda, invoke(lambda, from, { Principal: { Service: 'events.amazonaws.com' } }));
    lambda.truth = 'broken';
  },
  'a policy for the account as the source': (made, lambda, from) => {
    grant(lambda, invoke(lambda, from, { Condition: { StringEquals: { 'AWS:SourceAccount': made.id } } }));
    lambda.truth = 'unknown';
  },
  failed: (_, lambda) => {
    lambda.configuration.State = 'Failed';
    lambda.truth = 'broken';
  },
  'idle for long': (_, lambda) => {
    lambda.configuration.State = 'Inactive';
    lambda.truth = 'unknown';
  },
  'kept from running': (_, lambda) => {
    lambda.reserved = 0;
    lambda.truth = 'broken';
  },
  durable: (_, lambda) => {
    lambda.configuration.DurableConfig = { ExecutionTimeout: 900, RetentionPeriodInDays: 7 };
    lambda.truth = 'unknown';
  },
  'keeps tenants apart': (_, lambda) => {
    lambda.configuration.TenancyConfig = { TenantIsolationMode: 'PER_TENANT' };
    lambda.truth = 'unknown';
  },
  'its own key disabled': (made, lambda) => {
    encrypt(made, lambda).metadata.KeyState = 'Disabled';
    lambda.truth = 'unknown';
  },
  'its own key pending deletion': (made, lambda) => {
    encrypt(made, lambda).metadata.KeyState = 'PendingDeletion';
    lambda.truth = 'unknown';
  },
} satisfies Record<string, FunctionVariant>;
