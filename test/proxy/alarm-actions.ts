import { type Behaviour, changed, isCall } from './call.js';

/** cloudwatch:EnableAlarmActions and DisableAlarmActions, which moto does not know. */
export function alarmActions(): Behaviour {
  const enabled = new Map<string, boolean>();
  return async (call, next) => {
    const key = (name: unknown) => `${call.headers['x-amz-security-token']}\n${call.region}\n${String(name)}`;
    const isEnabling = isCall(call, 'cloudwatch:EnableAlarmActions');
    if (isEnabling || isCall(call, 'cloudwatch:DisableAlarmActions')) {
      for (const name of (call.input.AlarmNames ?? []) as readonly string[]) enabled.set(key(name), isEnabling);
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' };
    }
    if (isCall(call, 'cloudwatch:PutMetricAlarm')) enabled.delete(key(call.input.AlarmName));
    if (!isCall(call, 'cloudwatch:DescribeAlarms')) return next(call);
    return changed(await next(call), (body) => ({
      ...body,
      MetricAlarms: ((body.MetricAlarms ?? []) as Record<string, unknown>[]).map((alarm) => ({
        ...alarm,
        ...(enabled.has(key(alarm.AlarmName)) && { ActionsEnabled: enabled.get(key(alarm.AlarmName)) }),
      })),
    }));
  };
}
