import type { Account } from '../account/account.js';
import type { LogGroup, MetricFilter, Trail } from '../account/answers.js';
import { logGroupNameOf, parseArn } from '../account/arn.js';
import { compareText } from '../account/canonical.js';
import { itemsOf } from '../account/view.js';
import {
  isAbsent,
  itemsIn,
  millisecondsOf,
  type Question,
  withAnswer,
  withItem,
  withItems,
  withoutAnswer,
  withoutReads,
} from './edit-reads.js';
import type { WriteInputs } from './step.js';

type Input<O extends keyof WriteInputs> = WriteInputs[O];

/** A new group is of the standard class and has no filters. One that any listing shows is left as it is, read further or not. */
export function createLogGroup(account: Account, region: string, input: Input<'logs:CreateLogGroup'>): Account {
  const name = input.logGroupName;
  const plain = `arn:${account.partition}:logs:${region}:${account.account}:log-group:${name}`;
  const group: LogGroup & Readonly<Record<string, unknown>> = {
    logGroupName: name,
    creationTime: millisecondsOf(account),
    metricFilterCount: 0,
    arn: `${plain}:*`,
    storedBytes: 0,
    logGroupClass: 'STANDARD',
    logGroupArn: plain,
  };
  const isThere = prefixesAsked(account, region).some((prefix) =>
    itemsIn<LogGroup>(account, groupsOf(region, prefix), 'logGroups').some((one) => one.logGroupName === name),
  );
  if (isThere) return account;
  const asked = new Set([name, ...prefixesAsked(account, region).filter((prefix) => name.startsWith(prefix))]);
  let after = account;
  for (const prefix of asked) {
    const question = groupsOf(region, prefix);
    after =
      prefix === name && isAbsent(after, question)
        ? withAnswer(after, question, { logGroups: [group] })
        : withItem<LogGroup>(after, question, {
            member: 'logGroups',
            is: (one) => one.logGroupName === name,
            make: (old) => old ?? group,
            before: (one) => compareText(name, one.logGroupName ?? '') < 0,
          });
  }
  for (const [question, member] of [
    [filtersOf(region, name), 'metricFilters'],
    [subscriptionsOf(region, name), 'subscriptionFilters'],
  ] as const)
    if (isAbsent(after, question)) after = withAnswer(after, question, { [member]: [] });
  return after;
}

export function putRetentionPolicy(account: Account, region: string, input: Input<'logs:PutRetentionPolicy'>): Account {
  return inGroups(account, region, input.logGroupName, (group) => ({
    ...group,
    retentionInDays: input.retentionInDays,
  }));
}

/** A group that a trail still names is asked for, and not there; of another one nothing is read. */
export function deleteLogGroup(account: Account, region: string, input: Input<'logs:DeleteLogGroup'>): Account {
  const name = input.logGroupName;
  const gone = inGroups(account, region, name, () => null);
  const questions = [filtersOf(region, name), subscriptionsOf(region, name)];
  if (isDeliveredTo(account, region, name))
    return questions.reduce(
      (after, question) =>
        withoutAnswer(after, question, 'ResourceNotFoundException', 'The specified log group does not exist.'),
      gone,
    );
  return withoutReads(gone, (read) => {
    if (read.region !== region) return false;
    if (read.operation === 'logs:DescribeLogGroups') return read.input.logGroupNamePrefix === name;
    const isOfGroup =
      read.operation === 'logs:DescribeMetricFilters' || read.operation === 'logs:DescribeSubscriptionFilters';
    return isOfGroup && read.input.logGroupName === name;
  });
}

/** Replaces the whole filter of that name, or adds it where it belongs among them: AWS lists them by name. */
export function putMetricFilter(account: Account, region: string, input: Input<'logs:PutMetricFilter'>): Account {
  const { logGroupName: name, filterName } = input;
  const question = filtersOf(region, name);
  const known = itemsIn<MetricFilter>(account, question, 'metricFilters');
  const after = withItem<MetricFilter & { readonly creationTime?: number }>(account, question, {
    member: 'metricFilters',
    is: (filter) => filter.filterName === filterName,
    make: (old) => {
      const creationTime = old ? old.creationTime : millisecondsOf(account);
      return { ...input, ...(creationTime !== undefined && { creationTime }) };
    },
    before: (filter) => compareText(filterName, filter.filterName ?? '') < 0,
  });
  const isNew = after !== account && !known.some((filter) => filter.filterName === filterName);
  return isNew ? counted(after, region, name, 1) : after;
}

export function deleteMetricFilter(account: Account, region: string, input: Input<'logs:DeleteMetricFilter'>): Account {
  const { logGroupName: name, filterName } = input;
  const after = withItems<MetricFilter>(account, filtersOf(region, name), 'metricFilters', (filter) =>
    filter.filterName === filterName ? null : filter,
  );
  return after === account ? account : counted(after, region, name, -1);
}

/** The count that a group's description holds, where it holds one. */
function counted(account: Account, region: string, name: string, more: number): Account {
  return inGroups(account, region, name, (group: LogGroup & { readonly metricFilterCount?: unknown }) =>
    typeof group.metricFilterCount === 'number'
      ? { ...group, metricFilterCount: group.metricFilterCount + more }
      : group,
  );
}

function inGroups(
  account: Account,
  region: string,
  name: string,
  change: (group: LogGroup) => LogGroup | null,
): Account {
  return prefixesAsked(account, region).reduce(
    (after, prefix) =>
      withItems<LogGroup>(after, groupsOf(region, prefix), 'logGroups', (group) =>
        group.logGroupName === name ? change(group) : group,
      ),
    account,
  );
}

function prefixesAsked(account: Account, region: string): readonly string[] {
  const asked = account.reads.filter((read) => read.region === region && read.operation === 'logs:DescribeLogGroups');
  return [...new Set(asked.map(({ input }) => String(input.logGroupNamePrefix)))];
}

function isDeliveredTo(account: Account, region: string, name: string): boolean {
  return account.reads
    .filter(({ operation }) => operation === 'cloudtrail:DescribeTrails')
    .flatMap(({ pages }) => itemsOf<Trail>(pages, 'trailList'))
    .some(({ CloudWatchLogsLogGroupArn }) => {
      const arn = parseArn(CloudWatchLogsLogGroupArn);
      return arn?.account === account.account && arn.region === region && logGroupNameOf(arn) === name;
    });
}

const groupsOf = (region: string, name: string): Question => ({
  region,
  operation: 'logs:DescribeLogGroups',
  input: { logGroupNamePrefix: name },
});
const filtersOf = (region: string, name: string): Question => ({
  region,
  operation: 'logs:DescribeMetricFilters',
  input: { logGroupName: name },
});
const subscriptionsOf = (region: string, name: string): Question => ({
  region,
  operation: 'logs:DescribeSubscriptionFilters',
  input: { logGroupName: name },
});
