import type { CompositeAlarm, MetricAlarm, MetricTransformation } from '../../account/answers.js';
import type { Answer } from '../../account/view.js';
import { bound, type Draft, type Json, matches, TRUE } from '../../predicate/index.js';
import { rings } from '../links/alarm.js';
import type { Alarms, Publication, Ring } from './publication.js';

export const READ_AT = '2026-11-20T12:00:00.000Z';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:security';
const GROUP = 'arn:aws:logs:us-east-1:111122223333:log-group:trail';

const EVENT: Json = {
  eventSource: 'kms.amazonaws.com',
  eventName: 'DisableKey',
  awsRegion: 'us-east-1',
  readOnly: false,
  count: 3,
};

export function publication(
  transformation: MetricTransformation = {},
  more: Partial<Omit<Publication, 'transformation'>> = {},
): Publication {
  return {
    filterId: 'key-loss',
    account: '111122223333',
    region: 'us-east-1',
    logGroup: GROUP,
    transformation: { metricName: 'KeyLoss', metricNamespace: 'Audit', metricValue: '1', ...transformation },
    emitSystemFieldDimensions: [],
    reaches: TRUE,
    ...more,
  };
}

/** An alarm that rings: each case changes a member or two. A member of undefined is taken away. */
export function alarm(more: Readonly<Record<string, unknown>> = {}): MetricAlarm {
  const members = {
    AlarmName: 'key-loss',
    AlarmArn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${more.AlarmName ?? 'key-loss'}`,
    ActionsEnabled: true,
    AlarmActions: [TOPIC],
    StateValue: 'OK',
    MetricName: 'KeyLoss',
    Namespace: 'Audit',
    Statistic: 'Sum',
    Dimensions: [],
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    ...more,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as MetricAlarm;
}

/** An alarm on an expression over `KeyLoss` (m1) and `Other` (m2) of the same namespace. */
export function mathAlarm(expression: string, more: Readonly<Record<string, unknown>> = {}, stat = 'Sum'): MetricAlarm {
  const metric = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Audit', MetricName }, Period: 300, Stat: stat },
  });
  return alarm({
    MetricName: undefined,
    Namespace: undefined,
    Statistic: undefined,
    Period: undefined,
    Dimensions: undefined,
    Metrics: [metric('m1', 'KeyLoss'), metric('m2', 'Other'), { Id: 'e1', Expression: expression }],
    ...more,
  });
}

export function composite(AlarmRule: string, more: Partial<CompositeAlarm> = {}): CompositeAlarm {
  return {
    AlarmName: 'all',
    AlarmArn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${more.AlarmName ?? 'all'}`,
    AlarmRule,
    ActionsEnabled: true,
    AlarmActions: [TOPIC],
    StateValue: 'OK',
    ...more,
  };
}

const ANSWERED: Answer = {
  kind: 'answered',
  read: { region: 'us-east-1', operation: 'cloudwatch:DescribeAlarms', input: {}, pages: [] },
  pages: [],
};
export const DENIED: Answer = {
  kind: 'failed',
  read: { region: 'us-east-1', operation: 'cloudwatch:DescribeAlarms', input: {}, pages: [] },
  error: { kind: 'denied', code: 'AccessDenied', message: 'no' },
};

export function alarms(
  metricAlarms: readonly MetricAlarm[],
  compositeAlarms: readonly CompositeAlarm[] = [],
  more: Partial<Alarms> = {},
): Alarms {
  return {
    account: '111122223333',
    region: 'us-east-1',
    metricAlarms,
    compositeAlarms,
    logAlarms: [],
    answer: ANSWERED,
    muteRules: [],
    muteAnswer: ANSWERED,
    elsewhere: [],
    rules: [],
    ...more,
  };
}

export type Told = 'told' | 'not told' | 'unknown';

/** Does the ring lead this event to an action? */
export function toldBy(ring: Ring, event: Json = EVENT): Told {
  const draft: Draft = { kind: 'all', of: ring.links.flatMap((link) => link.conditions.map(({ passes }) => passes)) };
  if (ring.actions.length > 0 && matches(bound(draft, 'must'), event)) return 'told';
  return matches(bound(draft, 'may'), event) ? 'unknown' : 'not told';
}

/** Does any ring of the publication? */
export function told(one: Publication, there: Alarms, others: readonly Publication[] = [], event: Json = EVENT): Told {
  const answers = rings(one, others, there, READ_AT).map((ring) => toldBy(ring, event));
  if (answers.includes('told')) return 'told';
  return answers.includes('unknown') ? 'unknown' : 'not told';
}
