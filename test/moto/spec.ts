import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';

/** What is to be created in an account. Things are named by the names given here; a Region that is left out is HOME. */
export interface Spec {
  readonly keys?: readonly KeySpec[];
  readonly logGroups?: readonly LogGroupSpec[];
  readonly trails?: readonly TrailSpec[];
  readonly filters?: readonly FilterSpec[];
  readonly topics?: readonly TopicSpec[];
  readonly alarms?: readonly AlarmSpec[];
  readonly queues?: readonly QueueSpec[];
  readonly functions?: readonly FunctionSpec[];
  readonly rules?: readonly RuleSpec[];
}

export const HOME = 'us-east-1';

export interface KeySpec {
  readonly name: string; // the alias is alias/NAME
  readonly region?: string;
  readonly policy?: object;
  readonly state?: 'disabled' | 'pending-deletion';
}
export interface LogGroupSpec {
  readonly name: string;
  readonly region?: string;
  readonly key?: string; // a key's name
}
export interface TrailSpec {
  readonly name: string;
  readonly region?: string;
  /** Of a log group in the trail's Region. Null: the trail delivers to S3 only. */
  readonly logGroup: string | null;
  readonly multiRegion?: boolean; // default true
  readonly globalEvents?: boolean; // default true
  readonly logging?: boolean; // default true
  readonly selectors?: EventSelector[];
  readonly advancedSelectors?: AdvancedEventSelector[];
  readonly key?: string;
}
export interface FilterSpec {
  readonly name: string;
  readonly region?: string;
  readonly logGroup: string;
  readonly pattern: string;
  readonly metric: string;
  readonly namespace?: string; // default NAMESPACE
  readonly value?: string; // default 1
  readonly defaultValue?: number;
  readonly dimensions?: Record<string, string>;
  readonly unit?: 'Count' | 'None';
}
export const NAMESPACE = 'CISBenchmark';

export interface TopicSpec {
  readonly name: string;
  readonly region?: string;
  readonly policy?: object;
  /** A key's name, or a key as SNS takes it (`alias/aws/sns`). */
  readonly key?: string;
  readonly subscriptions?: readonly SubscriptionSpec[];
}
/** A queue of the account. Without attributes SQS gives it a policy, or none, that lets no service send. */
export interface QueueSpec {
  readonly name: string;
  readonly region?: string;
  /** The topics that may send to it, by their names; left out: none. */
  readonly from?: readonly string[];
  /** A key's name, or a key as SQS takes it (`alias/aws/sqs`). */
  readonly key?: string;
  readonly attributes?: Record<string, string>;
}
/** A function of the account. */
export interface FunctionSpec {
  readonly name: string;
  readonly region?: string;
  /** The topics that may invoke it, by their names; left out: none. */
  readonly from?: readonly string[];
  readonly reserved?: number;
}
interface SubscriptionSpec {
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes?: Record<string, string>; // FilterPolicy, FilterPolicyScope, …
}
export interface AlarmSpec {
  readonly name: string;
  readonly region?: string;
  readonly metric: string;
  readonly namespace?: string;
  /** Names of topics in the alarm's Region, or ARNs. */
  readonly topics?: readonly string[];
  /** Laid over the alarm that the benchmark describes: Sum of one period of 300 seconds at least 1. */
  readonly input?: Partial<PutMetricAlarmCommandInput>;
}
export interface RuleSpec {
  readonly name: string;
  readonly region?: string;
  readonly pattern?: object;
  readonly schedule?: string;
  readonly state?: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  /** Names of topics in the rule's Region, or ARNs. */
  readonly targets?: readonly string[];
  /** What the rule hands to each target. */
  readonly input?: string;
}

/** A chain in which all holds: a multi-Region trail, its log group, one filter, its alarm, a topic and an e-mail address. */
export function chainFor(
  pattern: string,
): Required<Pick<Spec, 'logGroups' | 'trails' | 'filters' | 'topics' | 'alarms'>> {
  return {
    logGroups: [{ name: 'cloudtrail' }],
    trails: [{ name: 'management', logGroup: 'cloudtrail' }],
    filters: [{ name: 'kms-key-loss', logGroup: 'cloudtrail', pattern, metric: 'KmsKeyLoss' }],
    topics: [{ name: 'security', subscriptions: [{ protocol: 'email', endpoint: 'security@example.com' }] }],
    alarms: [{ name: 'kms-key-loss', metric: 'KmsKeyLoss', topics: ['security'] }],
  };
}

/** The pattern that the benchmark prints for the loss of a key. */
export const KEY_LOSS_PATTERN =
  '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }';
