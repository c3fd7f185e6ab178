import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { changed, event, filterAccount, ME, TOPIC, told } from './example-account.case.js';
import { filterPaths } from './filter-paths.js';

const MONITORING = '444455556666';
const THEIR_ALARM = `arn:aws:cloudwatch:us-east-1:${MONITORING}:alarm:watch`;

const POLICY = JSON.stringify({
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: TOPIC },
  ],
});

/** The account of the trail without an alarm of its own, and with a topic that takes the messages of any alarm. */
const source = changed(
  changed(filterAccount(), 'cloudwatch:DescribeAlarms', () => ({ MetricAlarms: [] })),
  'sns:GetTopicAttributes',
  (page) => ({ Attributes: { ...(page.Attributes as object), Policy: POLICY } }),
);

const query = (members: object = {}, metric: object = {}) => ({
  Id: 'm1',
  AccountId: ME,
  MetricStat: { Metric: { Namespace: 'Trail', MetricName: 'KeyLoss', ...metric }, Period: 300, Stat: 'Sum' },
  ...members,
});

/** Another account, with an alarm on the metric of the first. */
function monitoring(alarm: object = {}, more: object = {}): Account {
  const watch = {
    AlarmName: 'watch',
    AlarmArn: THEIR_ALARM,
    ActionsEnabled: true,
    AlarmActions: [TOPIC],
    StateValue: 'OK',
    Metrics: [query()],
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    ...alarm,
  };
  const answers = { MetricAlarms: [watch], CompositeAlarms: [], LogAlarms: [], ...more };
  const whole = changed(filterAccount(), 'cloudwatch:DescribeAlarms', () => answers);
  const reads = whole.reads.filter(({ operation }) => operation.startsWith('cloudwatch:'));
  return { ...whole, account: MONITORING, reads };
}

const paths = (other: Account) => filterPaths({ account: source, all: [source, other] });
const toldWith = (other: Account) => told(paths(other), event());

describe('an alarm of a monitoring account on this account’s metric', () => {
  it('is a doubt that names it, and never a proof or a plain break', () => {
    expect(told(filterPaths({ account: source, all: [source] }), event())).toBe(false);
    expect(toldWith(monitoring())).toBe(null);
    const link = paths(monitoring())
      .flatMap(({ links }) => links)
      .find(({ kind }) => kind === 'alarm');
    expect(link).toMatchObject({ id: THEIR_ALARM, account: MONITORING });
    expect(link?.conditions[0]?.because).toContain(`\`watch\` of account ${MONITORING}`);
  });

  it.each<[string, Account]>([
    ['watches its own account’s metric of that name', monitoring({ Metrics: [query({ AccountId: undefined })] })],
    ['watches a third account’s metric', monitoring({ Metrics: [query({ AccountId: '777788889999' })] })],
    ['watches another metric', monitoring({ Metrics: [query({}, { MetricName: 'Other' })] })],
    [
      'watches other dimensions',
      monitoring({ Metrics: [query({}, { Dimensions: [{ Name: 'name', Value: 'DisableKey' }] })] }),
    ],
    ['does nothing', monitoring({ AlarmActions: [] })],
    ['has its actions switched off', monitoring({ ActionsEnabled: false })],
  ])('is none when it %s', (_name, other) => {
    expect(toldWith(other)).toBe(false);
  });

  it('may ring through a composite alarm of that account', () => {
    const above = { AlarmName: 'all', AlarmRule: 'ALARM(watch)', ActionsEnabled: true, AlarmActions: [TOPIC] };
    expect(toldWith(monitoring({ AlarmActions: [] }, { CompositeAlarms: [above] }))).toBe(null);
  });
});
