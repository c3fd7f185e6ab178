import { type Answer, type Behaviour, type Call, changed, isCall, jsonAnswer } from './call.js';

/** The class of each log group, which moto does not answer. STANDARD where nothing is said. */
export function logGroupClasses(classes: Readonly<Record<string, string>> = {}): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'logs:DescribeLogGroups')) return next(call);
    return changed(await next(call), (body) => ({
      ...body,
      logGroups: ((body.logGroups ?? []) as Record<string, unknown>[]).map((group) => ({
        ...group,
        logGroupClass: classes[String(group.logGroupName)] ?? 'STANDARD',
      })),
    }));
  };
}

/** AWS refuses to list the filters of a log group that is not there. moto lists none. */
export const knownLogGroupsOnly: Behaviour = async (call, next) => {
  if (!isCall(call, 'logs:DescribeMetricFilters')) return next(call);
  const name = call.input.logGroupName;
  const asked: Call = {
    ...call,
    operation: 'DescribeLogGroups',
    headers: { ...call.headers, 'x-amz-target': 'Logs_20140328.DescribeLogGroups' },
    input: { logGroupNamePrefix: name },
  };
  const groups = JSON.parse((await next(asked)).body) as { logGroups?: readonly { logGroupName?: string }[] };
  return groups.logGroups?.some((group) => group.logGroupName === name) ? next(call) : NO_SUCH_GROUP;
};

const NO_SUCH_GROUP: Answer = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': 'ResourceNotFoundException' },
  body: JSON.stringify({
    __type: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  }),
};

/** AWS lists metric filters by name (DescribeMetricFilters: "ASCII-sorted by the filter name"), moto as they were made. */
export const filtersByName: Behaviour = async (call, next) => {
  if (!isCall(call, 'logs:DescribeMetricFilters')) return next(call);
  return changed(await next(call), (body) => ({
    ...body,
    metricFilters: ((body.metricFilters ?? []) as { readonly filterName?: string }[]).sort((a, b) =>
      (a.filterName ?? '') < (b.filterName ?? '') ? -1 : 1,
    ),
  }));
};

/** Changes the metric filters that moto answers: members that it drops (fieldSelectionCriteria, applyOnTransformedLogs). */
export function filterMembers(change: (filter: Readonly<Record<string, unknown>>) => object): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'logs:DescribeMetricFilters')) return next(call);
    return changed(await next(call), (body) => ({
      ...body,
      metricFilters: ((body.metricFilters ?? []) as Record<string, unknown>[]).map((filter) => ({
        ...filter,
        ...change(filter),
      })),
    }));
  };
}

/** True or false of a message; null: the pattern is refused. */
export type Evaluator = (pattern: string, message: string) => boolean | null;

/** logs:TestMetricFilter by the test's own evaluator. `numberFrom` is what the first message counts as. */
export function testMetricFilter(evaluate: Evaluator, numberFrom = 1): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'logs:TestMetricFilter')) return next(call);
    const pattern = String(call.input.filterPattern);
    const messages = (call.input.logEventMessages ?? []) as readonly string[];
    const answers = messages.map((message) => evaluate(pattern, message));
    if (messages.length > 50 || answers.includes(null)) {
      return {
        status: 400,
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': 'InvalidParameterException' },
        body: JSON.stringify({ __type: 'InvalidParameterException', message: 'Invalid metric filter pattern' }),
      };
    }
    return jsonAnswer({
      matches: messages.flatMap((eventMessage, index) =>
        answers[index] ? [{ eventNumber: index + numberFrom, eventMessage, extractedValues: {} }] : [],
      ),
    });
  };
}
