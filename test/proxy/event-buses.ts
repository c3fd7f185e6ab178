import { type Behaviour, changed, isCall } from './call.js';

/** Changes what DescribeEventBus answers: moto keeps no key of a default bus. */
export function busMembers(members: (region: string) => object): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'events:DescribeEventBus')) return next(call);
    return changed(await next(call), (body) => ({ ...body, ...members(call.region) }));
  };
}
