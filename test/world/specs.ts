import type { Operation, ReadError } from '../../src/account/account.js';
import type {
  CompositeAlarm,
  EventRule,
  EventSelectors,
  EventTarget,
  KeyMetadata,
  LogGroup,
  MetricAlarm,
  MetricFilter,
  MetricTransformation,
  Subscription,
  SubscriptionAttributes,
  Trail,
  TrailStatus,
} from '../../src/account/answers.js';
import type { Passes, Tag, Truth } from './truth.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * An account before it is written as AWS answers: who feeds whom is a tree (trail, group, filters, alarms, topics,
 * subscriptions), every link with its AWS settings and, beside them, the truth that was built in (`tags`).
 */
export interface World {
  id: string;
  readAt: string;
  regions: string[];
  home: string;
  trails: TrailSpec[];
  rules: RuleSpec[];
  /** Default event buses that are not as a new account has them. */
  buses: BusSpec[];
  /** Alarms on metrics that nothing here feeds. */
  strayAlarms: AlarmSpec[];
  /** Filters of other things, on a group. */
  muteRules: MuteRule[];
  keys: KeySpec[];
  readFaults: ReadFault[];
  /** Of listings that could not be read to the end: what the unseen may still do. By Region. */
  unseenAlarms: Set<string>;
  unseenRules: Set<string>;
  unseenTrails: boolean;
}

export interface TrailSpec {
  account: string;
  trail: Mutable<Trail>;
  status: Mutable<TrailStatus>;
  selectors: Mutable<EventSelectors>;
  /** The group into which it delivers; null when it has none, or none that exists. */
  group: GroupSpec | null;
  tags: Tag[];
  /** What a member of the organization is shown of it otherwise than its owner, and what that does to the member's events. */
  member?: { readonly status: Partial<TrailStatus>; readonly fault: string; readonly passes: Truth };
}

export interface GroupSpec {
  account: string;
  region: string;
  group: Mutable<LogGroup>;
  filters: FilterSpec[];
  unseenFilters: boolean;
  /** Groups whose name begins with this one's, which the listing by prefix answers as well. */
  neighbours: LogGroup[];
  subscriptionFilters: Readonly<Record<string, unknown>>[];
  tags: Tag[];
}

export interface FilterSpec {
  filter: Mutable<MetricFilter>;
  metric: Mutable<MetricTransformation>;
  /** The events that its pattern matches. */
  covers: Passes;
  alarms: AlarmSpec[];
  tags: Tag[];
}

export interface AlarmSpec {
  region: string;
  alarm: Mutable<MetricAlarm>;
  topics: TopicSpec[];
  parents: CompositeSpec[];
  tags: Tag[];
}

export interface CompositeSpec {
  region: string;
  alarm: Mutable<CompositeAlarm>;
  topics: TopicSpec[];
  tags: Tag[];
}

export interface TopicSpec {
  region: string;
  arn: string;
  attributes: Record<string, string>;
  exists: boolean;
  subscriptions: SubscriptionSpec[];
  unseenSubscriptions: boolean;
  key: KeySpec | null;
  /** Its data protection policy; null when it has none. */
  protection: Readonly<Record<string, unknown>> | null;
  tags: Tag[];
  /** May EventBridge publish? The policy that SNS gives does not say so. */
  fromEvents: Truth;
}

export interface SubscriptionSpec {
  subscription: Mutable<Subscription>;
  attributes: Mutable<SubscriptionAttributes>;
  truth: Truth;
  fault: string | null;
  /** Where it leads, when it is a queue. */
  queue?: QueueSpec;
  /** Where it leads, when it is a function. */
  lambda?: FunctionSpec;
}

/** An SQS queue that is subscribed to a topic. */
export interface QueueSpec {
  region: string;
  url: string;
  attributes: Record<string, string>;
  exists: boolean;
  key: KeySpec | null;
  /** Does it take what the topic sends? */
  truth: Truth;
}

/** A Lambda function that is subscribed to a topic. */
export interface FunctionSpec {
  region: string;
  arn: string;
  configuration: Record<string, unknown>;
  reserved: number | null;
  /** Its own, if it has one. */
  key: KeySpec | null;
  /** Null when it has none. */
  policy: Readonly<Record<string, unknown>> | null;
  exists: boolean;
  truth: Truth;
}

export interface RuleSpec {
  region: string;
  rule: Mutable<EventRule>;
  targets: EventTarget[];
  topics: TopicSpec[];
  covers: Passes;
  tags: Tag[];
}

/** The default bus of a Region, encrypted with a customer managed key. */
export interface BusSpec {
  region: string;
  key: KeySpec;
  tags: Tag[];
}

export interface KeySpec {
  region: string;
  /** As the topic, the queue, or the bus names it. */
  id: string;
  metadata: Mutable<KeyMetadata>;
  policy: Readonly<Record<string, unknown>>;
}

export interface MuteRule {
  region: string;
  name: string;
  alarms: string[];
  expression: string;
  duration: string;
  status: string; // SCHEDULED, ACTIVE, EXPIRED
  expireDate: string | null;
}

export interface ReadFault {
  operation: Operation;
  region: string | null; // null: any
  kind: ReadError['kind'];
  /** Only the reads whose input holds this text. */
  input: string | null;
}
