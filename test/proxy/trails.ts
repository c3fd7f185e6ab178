import { type Behaviour, changed, isCall, seconds } from './call.js';

/** A new trail has the selector that AWS gives it: all management events. moto gives none. */
export const defaultSelectors: Behaviour = async (call, next) => {
  if (!isCall(call, 'cloudtrail:GetEventSelectors')) return next(call);
  return changed(await next(call), (body) => {
    const basic = (body.EventSelectors ?? []) as readonly unknown[];
    const advanced = (body.AdvancedEventSelectors ?? []) as readonly unknown[];
    if (basic.length > 0 || advanced.length > 0) return body;
    const selector = {
      ReadWriteType: 'All',
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
    };
    return { ...body, EventSelectors: [selector] };
  });
};

/** A member that is undefined is taken from the answer. */
export interface Delivery {
  readonly LatestDeliveryTime?: Date | undefined;
  readonly LatestDeliveryError?: string | undefined;
  readonly LatestCloudWatchLogsDeliveryTime?: Date | undefined;
  readonly LatestCloudWatchLogsDeliveryError?: string | undefined;
  readonly StartLoggingTime?: Date | undefined;
}

/** What GetTrailStatus says about deliveries, of the trail of that name or of all that log. */
export function delivery(members: Delivery, trail?: string): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'cloudtrail:GetTrailStatus')) return next(call);
    const name = String(call.input.Name);
    if (trail !== undefined && name !== trail && !name.endsWith(`:trail/${trail}`)) return next(call);
    return changed(await next(call), (body) => ({
      ...body,
      ...(body.IsLogging === true &&
        Object.fromEntries(
          Object.entries(members).map(([member, value]) => [member, value instanceof Date ? seconds(value) : value]),
        )),
    }));
  };
}

/** Changes the trails that DescribeTrails answers: an organization's trail, another owner's. */
export function trailMembers(change: (trail: Readonly<Record<string, unknown>>) => object): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'cloudtrail:DescribeTrails')) return next(call);
    return changed(await next(call), (body) => ({
      ...body,
      trailList: ((body.trailList ?? []) as Record<string, unknown>[]).map((trail) => ({ ...trail, ...change(trail) })),
    }));
  };
}

/** What a member is shown of its organization's trail, which moto knows under the member's own name for it. */
export function memberStatus(trail: string, members: Delivery): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'cloudtrail:GetTrailStatus') || call.input.Name !== trail) return next(call);
    const own = { ...call, input: { ...call.input, Name: trail.slice(trail.lastIndexOf('/') + 1) } };
    return changed(await next(own), (body) => ({
      ...body,
      ...Object.fromEntries(
        Object.entries(members).map(([member, value]) => [member, value instanceof Date ? seconds(value) : value]),
      ),
    }));
  };
}
