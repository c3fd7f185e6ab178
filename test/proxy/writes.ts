import { alarmActions } from './alarm-actions.js';
import type { Behaviour, Call } from './call.js';
import { trailsByArn } from './trail-names.js';

/** What writing calls do on AWS and not in moto. Stand before `likeAws`. */
export function writesLikeAws(): readonly Behaviour[] {
  return [trailsByArn, keysByArn, filtersReplaced, alarmActions()];
}

/** AWS takes a key's ARN wherever it takes its id; moto's calls that change a key know the id only. */
export const keysByArn: Behaviour = (call, next) => {
  const id = /:key\/(.+)$/.exec(String(call.input.KeyId))?.[1];
  const changes = call.service === 'kms' && CHANGING.includes(call.operation);
  return next(changes && id !== undefined ? { ...call, input: { ...call.input, KeyId: id } } : call);
};

const CHANGING: readonly string[] = ['DisableKey', 'EnableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion'];

/** PutMetricFilter updates the filter of that name (API reference); moto keeps the old one beside the new where they differ. */
export const filtersReplaced: Behaviour = async (call, next) => {
  if (call.service !== 'logs' || call.operation !== 'PutMetricFilter') return next(call);
  const { logGroupName, filterName } = call.input;
  const deletion: Call = {
    ...call,
    operation: 'DeleteMetricFilter',
    headers: { ...call.headers, 'x-amz-target': 'Logs_20140328.DeleteMetricFilter' },
    input: { logGroupName, filterName },
  };
  await next(deletion); // there may be none
  return next(call);
};
