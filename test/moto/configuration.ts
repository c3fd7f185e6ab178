import type { Operation } from '../../src/account/account.js';
import type { LinkKind } from '../../src/chain/link.js';
import type { Behaviour } from '../proxy/call.js';
import {
  type AlarmSpec,
  chainFor,
  type FilterSpec,
  KEY_LOSS_PATTERN,
  type LogGroupSpec,
  type Spec,
  type TopicSpec,
  type TrailSpec,
} from './spec.js';

/** One account as it may be found, and what an audit must say of it. */
export interface Configuration {
  /** Unique; says what is different from an account in which all holds. */
  readonly name: string;
  readonly spec: (at: Place) => Spec;
  /** What moto lacks, laid over it by the proxy. Of these the first sees a call first. */
  readonly behaviours?: (at: Place) => readonly Behaviour[];
  /** A second account that is read together with the first: the owner of an organization's trail. */
  readonly owner?: Pick<Configuration, 'spec' | 'behaviours'>;
  readonly control?: string; // default kms-key-loss
  /** The enabled Regions; default REGIONS. */
  readonly regions?: readonly string[];
  readonly expected: Expected;
  /** Words that must stand in the notes: of the control, or of a link that holds. */
  readonly notes?: RegExp;
}

/** Ids of the accounts, for ARNs. `owner` is the second account, where there is one. */
export interface Place {
  readonly account: string;
  readonly owner: string;
}

export type Expected =
  | { readonly verdict: 'proved' }
  /** `breaks`: the kind of the link that the witness does not pass; `says`: what must stand in its reason. */
  | { readonly verdict: 'broken'; readonly breaks: LinkKind; readonly says: RegExp }
  /** `unread`: the operation that must be listed among the unread ones; `says`: what must stand in a reason. */
  | { readonly verdict: 'unknown'; readonly unread?: Operation; readonly says: RegExp };

/** Three Regions: the home of the trail, and two in which keys may be lost as well. */
export const REGIONS: readonly string[] = ['eu-west-1', 'us-east-1', 'us-west-2'];

/** What is different from the chain in which all holds. Of what is given as null there is nothing. */
export interface Differences {
  readonly group?: Partial<LogGroupSpec> | null;
  readonly trail?: Partial<TrailSpec> | null;
  readonly filter?: Partial<FilterSpec> | null;
  readonly alarm?: Partial<AlarmSpec> | null;
  readonly topic?: Partial<TopicSpec> | null;
  readonly pattern?: string;
  readonly more?: Spec;
}

/** The chain in which all holds, with differences. */
export function chain(differences: Differences = {}): Spec {
  const { group, trail, filter, alarm, topic, pattern = KEY_LOSS_PATTERN, more = {} } = differences;
  const base = chainFor(pattern);
  const laid = <T extends object>(items: readonly T[], over: Partial<T> | null | undefined) =>
    over === null ? [] : items.map((item) => ({ ...item, ...over }));
  return {
    keys: more.keys ?? [],
    logGroups: [...laid(base.logGroups, group), ...(more.logGroups ?? [])],
    trails: [...laid(base.trails, trail), ...(more.trails ?? [])],
    filters: [...laid(base.filters, filter), ...(more.filters ?? [])],
    topics: [...laid(base.topics, topic), ...(more.topics ?? [])],
    alarms: [...laid(base.alarms, alarm), ...(more.alarms ?? [])],
    queues: more.queues ?? [],
    functions: more.functions ?? [],
    rules: more.rules ?? [],
  };
}

export const proved = { verdict: 'proved' } as const;
export const broken = (breaks: LinkKind, says: RegExp): Expected => ({ verdict: 'broken', breaks, says });
export const unknown = (says: RegExp, unread?: Operation): Expected => ({
  verdict: 'unknown',
  says,
  ...(unread !== undefined && { unread }),
});

export const topicArn = (account: string, name: string, region = 'us-east-1') =>
  `arn:aws:sns:${region}:${account}:${name}`;
export const alarmArn = (account: string, name: string, region = 'us-east-1') =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
