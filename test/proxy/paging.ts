import { type Behaviour, changed, isCall } from './call.js';

const LISTINGS: Readonly<Record<string, { readonly member: string; readonly token: string }>> = {
  'logs:DescribeMetricFilters': { member: 'metricFilters', token: 'nextToken' },
  'logs:DescribeLogGroups': { member: 'logGroups', token: 'nextToken' },
  'cloudwatch:DescribeAlarms': { member: 'MetricAlarms', token: 'NextToken' },
  'cloudwatch:ListAlarmMuteRules': { member: 'AlarmMuteRuleSummaries', token: 'NextToken' },
  'events:ListRules': { member: 'Rules', token: 'NextToken' },
  'events:ListTargetsByRule': { member: 'Targets', token: 'NextToken' },
};

/** Cuts a listing, of which moto gives all at once, into pages of so many items. */
export function pages(operation: keyof typeof LISTINGS, size: number): Behaviour {
  const listing = LISTINGS[operation];
  if (!listing) throw new Error(`no listing: ${operation}`);
  const { member, token } = listing;
  return async (call, next) => {
    if (!isCall(call, operation)) return next(call);
    const { [token]: asked, ...input } = call.input;
    const start = asked === undefined ? 0 : Number(/^from-(\d+)$/.exec(String(asked))?.[1]);
    return changed(await next({ ...call, input }), (body) => {
      const items = (body[member] ?? []) as readonly unknown[];
      const end = start + size;
      const more = end < items.length;
      return { ...body, [member]: items.slice(start, end), [token]: more ? `from-${end}` : undefined };
    });
  };
}

/** A listing that names the same further page for ever. */
export function endless(operation: keyof typeof LISTINGS): Behaviour {
  const token = LISTINGS[operation]?.token ?? 'NextToken';
  return async (call, next) => {
    if (!isCall(call, operation)) return next(call);
    const { [token]: _asked, ...input } = call.input;
    return changed(await next({ ...call, input }), (body) => ({ ...body, [token]: 'again' }));
  };
}
