import type { EventSelector } from '@aws-sdk/client-cloudtrail';
import { type AlarmSpec, chainFor, type FilterSpec, KEY_LOSS_PATTERN, type Spec } from '../../test/moto/spec.js';

/** An account, and what happens in it by construction when a key is disabled or scheduled for deletion, by anybody, in any Region. */
export interface Configuration {
  readonly name: string;
  readonly spec: Spec;
  /** Is a subscriber told of each such event? */
  readonly told: boolean;
  readonly because: string;
  /** The account's number, where the spec names it. */
  readonly account?: string;
}

export const REGIONS = ['us-east-1', 'eu-west-1'] as const;

const SOURCE = '$.eventSource = kms.amazonaws.com';
const DISABLE = '$.eventName = DisableKey';
const DELETE = '$.eventName = ScheduleKeyDeletion';
const EITHER = `((${DISABLE}) || (${DELETE}))`;
const narrowed = (guard: string) => `{ (${SOURCE}) && ${EITHER} && (${guard}) }`;

/** Written out, because moto gives a new trail no selectors at all. */
const EVERYTHING: EventSelector = { ReadWriteType: 'All', IncludeManagementEvents: true };

function chain(pattern = KEY_LOSS_PATTERN) {
  const parts = chainFor(pattern);
  return { ...parts, trails: parts.trails.map((trail) => ({ ...trail, selectors: [EVERYTHING] })) };
}

function withTrail(change: Partial<ReturnType<typeof chain>['trails'][number]>): Spec {
  const parts = chain();
  return { ...parts, trails: parts.trails.map((trail) => ({ ...trail, ...change })) };
}

function withSelector(selector: EventSelector): Spec {
  return withTrail({ selectors: [selector] });
}

function withAdvancedSelector(): Spec {
  const parts = chainFor(KEY_LOSS_PATTERN);
  const FieldSelectors = [
    { Field: 'eventCategory', Equals: ['Management'] },
    { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
  ];
  return { ...parts, trails: parts.trails.map((trail) => ({ ...trail, advancedSelectors: [{ FieldSelectors }] })) };
}

function withFilter(change: Partial<FilterSpec>): Spec {
  const parts = chain();
  return { ...parts, filters: parts.filters.map((filter) => ({ ...filter, ...change })) };
}

function withAlarm(change: Partial<AlarmSpec>): Spec {
  const parts = chain();
  return { ...parts, alarms: parts.alarms.map((alarm) => ({ ...alarm, ...change })) };
}

function withTopic(change: object): Spec {
  const parts = chain();
  return { ...parts, topics: parts.topics.map((topic) => ({ ...topic, ...change })) };
}

function split(metrics: readonly [string, string]): Spec {
  const parts = chain();
  const patterns = [`{ (${SOURCE}) && (${DISABLE}) }`, `{ (${SOURCE}) && (${DELETE}) }`];
  return {
    ...parts,
    filters: patterns.map((pattern, i) => ({
      name: `filter-${i}`,
      logGroup: 'cloudtrail',
      pattern,
      metric: metrics[i]!,
    })),
    alarms: [...new Set(metrics)].map((metric) => ({ name: metric, metric, topics: ['security'] })),
  };
}

function eventBridge(): Spec {
  const pattern = {
    source: ['aws.kms'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventSource: ['kms.amazonaws.com'], eventName: ['DisableKey', 'ScheduleKeyDeletion'] },
  };
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: '*' },
    ],
  };
  const subscriptions = [{ protocol: 'email', endpoint: 'security@example.com' }];
  return {
    trails: [{ name: 'management', logGroup: null, selectors: [EVERYTHING] }],
    topics: REGIONS.map((region) => ({ name: `security-${region}`, region, policy, subscriptions })),
    rules: REGIONS.map((region) => ({ name: 'key-loss', region, pattern, targets: [`security-${region}`] })),
  };
}

const ACCOUNT_OF_GONE = '222233334444';
const GONE = `arn:aws:sns:us-east-1:${ACCOUNT_OF_GONE}:gone`;

/** A topic's policy that lets one role publish, and nobody else. */
const FOR_A_ROLE = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/deploy' },
      Action: 'sns:Publish',
      Resource: '*',
    },
  ],
};

const told = (name: string, spec: Spec, because: string): Configuration => ({ name, spec, told: true, because });
const lost = (name: string, spec: Spec, because: string): Configuration => ({ name, spec, told: false, because });

export const CONFIGURATIONS: readonly Configuration[] = [
  told('the benchmark’s text', chain(), 'the chain that the benchmark describes'),
  told(
    'values quoted',
    chain(
      '{ ($.eventSource = "kms.amazonaws.com") && (($.eventName = "DisableKey") || ($.eventName = "ScheduleKeyDeletion")) }',
    ),
    'quotes change nothing',
  ),
  told('the two names swapped', chain(`{ (${SOURCE}) && ((${DELETE}) || (${DISABLE})) }`), 'the order changes nothing'),
  told(
    'source repeated for each name',
    chain(`{ ((${SOURCE}) && (${DISABLE})) || ((${SOURCE}) && (${DELETE})) }`),
    'the same events, multiplied out',
  ),
  told('no source', chain(`{ ${EITHER} }`), 'more events, and among them all that are needed'),
  told('every event of KMS', chain(`{ ${SOURCE} }`), 'far more events, and among them all that are needed'),
  told(
    'globs',
    chain('{ ($.eventSource = kms.*) && (($.eventName = Disable*) || ($.eventName = ScheduleKey*)) }'),
    'each glob takes its name',
  ),
  told(
    'a regular expression',
    chain(`{ (${SOURCE}) && ($.eventName = %^DisableKey$|^ScheduleKeyDeletion$%) }`),
    'the expression takes both names',
  ),
  told('two filters, one metric', split(['KmsKeyLoss', 'KmsKeyLoss']), 'either filter counts into the alarm’s metric'),
  told('two filters, two alarms', split(['KmsKeyDisabled', 'KmsKeyDeletion']), 'each event has an alarm of its own'),
  told('a trail of writes only', withSelector({ ...EVERYTHING, ReadWriteType: 'WriteOnly' }), 'both events are writes'),
  told('EventBridge instead', eventBridge(), 'a rule in each Region publishes to a topic there'),
  lost('both names with AND', chain(`{ (${SOURCE}) && (${DISABLE}) && (${DELETE}) }`), 'no event has two names'),
  lost('one of the two names', chain(`{ (${SOURCE}) && (${DISABLE}) }`), 'ScheduleKeyDeletion is not looked for'),
  lost(
    'another account only',
    chain(narrowed('$.recipientAccountId = "999988887777"')),
    'the filter asks for an account that this is not',
  ),
  lost('failed calls only', chain(narrowed('$.errorCode = "*"')), 'a call that succeeds has no errorCode'),
  lost(
    'a guard against deployments',
    chain(narrowed('$.userIdentity.sessionContext.sessionIssuer.userName != "terraform"')),
    'root and IAM users have no session issuer, and != asks for a value',
  ),
  lost(
    'one Region in the pattern',
    chain(narrowed('$.awsRegion = "us-east-1"')),
    'the keys of eu-west-1 are not looked at',
  ),
  lost('a trail of one Region', withTrail({ multiRegion: false }), 'the keys of eu-west-1 are not recorded'),
  lost('the trail is stopped', withTrail({ logging: false }), 'nothing is delivered'),
  lost('a trail of reads only', withSelector({ ...EVERYTHING, ReadWriteType: 'ReadOnly' }), 'both events are writes'),
  lost(
    'KMS excluded by the selector',
    withSelector({ ...EVERYTHING, ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
    'the trail leaves out what KMS writes',
  ),
  lost('KMS excluded by an advanced selector', withAdvancedSelector(), 'the trail leaves out what KMS writes'),
  lost(
    'filter on another log group',
    {
      ...withFilter({ logGroup: 'cloudtrail-old' }),
      logGroups: [{ name: 'cloudtrail' }, { name: 'cloudtrail-old' }],
    },
    'no trail delivers to that log group',
  ),
  lost('a metric value of 0', withFilter({ value: '0' }), 'the sum stays at 0'),
  lost('an alarm threshold of 5', withAlarm({ input: { Threshold: 5 } }), 'one event makes a sum of 1'),
  lost('an alarm on another namespace', withAlarm({ namespace: 'CISBenchmarks' }), 'that metric has no data'),
  lost(
    'an alarm with another unit',
    withAlarm({ input: { Unit: 'Percent' } }),
    'the data has no unit, and the alarm asks for one',
  ),
  lost('alarm actions disabled', withAlarm({ input: { ActionsEnabled: false } }), 'the alarm rings and does nothing'),
  lost('an alarm without actions', withAlarm({ topics: [] }), 'the alarm rings and does nothing'),
  lost(
    'an action for OK only',
    withAlarm({ topics: [], input: { OKActions: ['arn:aws:sns:us-east-1:111122223333:security'] } }),
    'nothing is sent when it rings',
  ),
  lost('a topic without subscriber', withTopic({ subscriptions: [] }), 'nobody listens'),
  {
    ...lost('a topic that is not there', withAlarm({ topics: [GONE] }), 'the action fails'),
    account: ACCOUNT_OF_GONE,
  },
  lost('a topic closed to alarms', withTopic({ policy: FOR_A_ROLE }), 'its policy lets only a role publish'),
  lost('a topic under alias/aws/sns', withTopic({ key: 'alias/aws/sns' }), 'CloudWatch may not use that key'),
];
