import { tellFunctionAlone } from './function-variants.js';
import { FAULTY_QUEUES, tellQueue, tellQueueAlone } from './queue-variants.js';
import type { TopicSpec, World } from './specs.js';
import { customerKey, defaultPolicy, subscription } from './world.js';

export type TopicVariant = (made: World, spec: TopicSpec) => void;

function tag(spec: TopicSpec, fault: string): void {
  spec.tags.push({ fault, link: 'topic', passes: 'broken' });
}

function policy(spec: TopicSpec, ...statements: readonly Readonly<Record<string, unknown>>[]): void {
  spec.attributes.Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

const publish = (spec: TopicSpec, principal: unknown, condition?: unknown) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sns:Publish',
  Resource: spec.arn,
  ...(condition !== undefined && { Condition: condition }),
});

export const SOUND_TOPICS = {
  plain: () => {},
  'granted to CloudWatch for its alarms': (made, spec) => {
    policy(
      spec,
      publish(
        spec,
        { Service: 'cloudwatch.amazonaws.com' },
        {
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${spec.region}:${made.id}:alarm:*` },
          StringEquals: { 'aws:SourceAccount': made.id },
        },
      ),
    );
  },
  'granted to both services': (_, spec) => {
    policy(spec, publish(spec, { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] }));
    spec.fromEvents = 'holds';
  },
  'encrypted with a key that CloudWatch may use': (made, spec) => {
    encrypt(made, spec, [
      {
        Sid: 'alarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
      },
    ]);
  },
  'a web page': (made, spec) => {
    spec.subscriptions = [];
    spec.subscriptions.push(subscription(spec, made.id, 'https', 'https://example.com/#sha256:1'));
  },
  'a queue': (made, spec) => {
    tellQueueAlone(made, spec);
  },
  'a function': (made, spec) => {
    tellFunctionAlone(made, spec);
  },
  'a queue that was deleted beside a person': (made, spec) => {
    const from = tellQueue(made, spec);
    FAULTY_QUEUES.deleted(made, from.queue);
  },
  'a pending one beside a confirmed one': (made, spec) => {
    const pending = subscription(spec, made.id, 'email', 'new@example.com');
    pending.subscription.SubscriptionArn = 'PendingConfirmation';
    pending.truth = 'broken';
    spec.subscriptions.unshift(pending);
  },
  'a filter policy that lets alarms through': (_, spec) => {
    filtered(spec, { NewStateValue: ['ALARM'] }, 'MessageBody');
  },
  'a data protection policy that looks on': (_, spec) => {
    protect(spec, { Audit: { SampleRate: '99', NoFindingsDestination: {} } });
  },
  'a data protection policy that masks': (_, spec) => {
    protect(spec, { Deidentify: { MaskConfig: { MaskWithCharacter: '#' } } });
  },
} satisfies Record<string, TopicVariant>;

export const FAULTY_TOPICS = {
  deleted: (_, spec) => {
    spec.exists = false;
    tag(spec, 'deleted');
  },
  'policy denies everybody': (made, spec) => {
    const allow = defaultPolicy(spec.arn, made.id).Statement as readonly Readonly<Record<string, unknown>>[];
    policy(spec, ...allow, { ...publish(spec, '*'), Effect: 'Deny' });
    tag(spec, 'policy denies everybody');
  },
  'policy for another account': (_, spec) => {
    policy(spec, publish(spec, { AWS: 'arn:aws:iam::999999999999:root' }));
    tag(spec, 'policy for another account');
  },
  "policy for another account's alarms": (_, spec) => {
    policy(
      spec,
      publish(spec, { Service: 'cloudwatch.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': '999999999999' } }),
    );
    tag(spec, "policy for another account's alarms");
  },
  'encrypted with the AWS managed key': (made, spec) => {
    const arn = `arn:aws:kms:${spec.region}:${made.id}:key/0a1b2c3d-0000-4000-8000-000000000aaa`;
    spec.attributes.KmsMasterKeyId = 'alias/aws/sns';
    spec.key = {
      region: spec.region,
      id: 'alias/aws/sns',
      metadata: { KeyId: arn.split('/')[1] ?? '', Arn: arn, KeyManager: 'AWS', KeyState: 'Enabled', Enabled: true },
      policy: {},
    };
    made.keys.push(spec.key);
    tag(spec, 'encrypted with the AWS managed key');
  },
  'encrypted with a key that CloudWatch may not use': (made, spec) => {
    encrypt(made, spec, []);
    tag(spec, 'encrypted with a key that CloudWatch may not use');
  },
  'encrypted with a disabled key': (made, spec) => {
    SOUND_TOPICS['encrypted with a key that CloudWatch may use'](made, spec);
    if (spec.key) Object.assign(spec.key.metadata, { KeyState: 'Disabled', Enabled: false });
    tag(spec, 'encrypted with a disabled key');
  },
  'a data protection policy that blocks': (_, spec) => {
    protect(spec, { Deny: {} });
    spec.tags.push({ fault: 'a data protection policy that blocks', link: 'topic', passes: 'unknown' });
  },
  'short messages alone': (_, spec) => {
    spec.attributes.MaximumMessageSize = '1024';
    spec.tags.push({ fault: 'short messages alone', link: 'topic', passes: 'unknown' });
  },
  'no subscription': (_, spec) => {
    spec.subscriptions = [];
  },
  'not confirmed': (_, spec) => {
    for (const one of spec.subscriptions) {
      one.subscription.SubscriptionArn = 'PendingConfirmation';
      one.truth = 'broken';
      one.fault = 'not confirmed';
    }
  },
  'a filter policy on attributes': (_, spec) => {
    filtered(spec, { severity: ['high'] }, null);
    fail(spec, 'a filter policy on attributes');
  },
  'a filter policy on another state': (_, spec) => {
    filtered(spec, { NewStateValue: ['OK'] }, 'MessageBody');
    fail(spec, 'a filter policy on another state');
  },
} satisfies Record<string, TopicVariant>;

function protect(spec: TopicSpec, operation: Readonly<Record<string, unknown>>): void {
  spec.protection = {
    Name: 'protection',
    Version: '2021-06-01',
    Statement: [
      {
        Sid: 'addresses',
        DataDirection: 'Inbound',
        Principal: ['*'],
        DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/EmailAddress'],
        Operation: operation,
      },
    ],
  };
}

function fail(spec: TopicSpec, fault: string): void {
  for (const one of spec.subscriptions) {
    one.truth = 'broken';
    one.fault = fault;
  }
}

function filtered(spec: TopicSpec, filterPolicy: unknown, scope: string | null): void {
  for (const { attributes } of spec.subscriptions) {
    attributes.FilterPolicy = JSON.stringify(filterPolicy);
    attributes.FilterPolicyScope = scope ?? 'MessageAttributes';
  }
}

function encrypt(made: World, spec: TopicSpec, statements: readonly Readonly<Record<string, unknown>>[]): void {
  spec.key = customerKey(made, spec.region, statements);
  spec.attributes.KmsMasterKeyId = spec.key.id;
}
