import { type Behaviour, changed, isCall, jsonAnswer, seconds } from './call.js';

/** Alarms of the kinds that moto does not keep, in one Region. Members as DescribeAlarms answers them. */
export function furtherAlarms(
  region: string,
  alarms: { readonly composite?: readonly object[]; readonly log?: readonly object[] },
): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'cloudwatch:DescribeAlarms') || call.region !== region) return next(call);
    const types = (call.input.AlarmTypes ?? ['MetricAlarm']) as readonly string[];
    return changed(await next(call), (body) => ({
      ...body,
      ...(types.includes('CompositeAlarm') && { CompositeAlarms: alarms.composite ?? [] }),
      ...(types.includes('LogAlarm') && { LogAlarms: alarms.log ?? [] }),
    }));
  };
}

/** Changes the metric alarms that moto answers: its state, members that moto drops. */
export function alarmMembers(change: (alarm: Readonly<Record<string, unknown>>) => object): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'cloudwatch:DescribeAlarms')) return next(call);
    return changed(await next(call), (body) => ({
      ...body,
      MetricAlarms: ((body.MetricAlarms ?? []) as Record<string, unknown>[]).map((alarm) => ({
        ...alarm,
        ...change(alarm),
      })),
    }));
  };
}

export interface MuteRule {
  readonly name: string;
  readonly alarms: readonly string[];
  readonly status: 'ACTIVE' | 'SCHEDULED' | 'EXPIRED';
  /** cron(…) or at(…) */
  readonly expression: string;
  readonly duration: string; // PT1M to P15D
  readonly start?: Date;
  readonly expire?: Date;
}

/** The mute rules of one Region. Elsewhere there are none. */
export function muteRules(region: string, account: string, rules: readonly MuteRule[]): Behaviour {
  const arnOf = (rule: MuteRule) => `arn:aws:cloudwatch:${region}:${account}:alarm-mute-rule:${rule.name}`;
  const dates = (rule: MuteRule) => ({
    ...(rule.start && { StartDate: seconds(rule.start) }),
    ...(rule.expire && { ExpireDate: seconds(rule.expire) }),
  });
  return async (call, next) => {
    const here = call.region === region ? rules : [];
    if (isCall(call, 'cloudwatch:ListAlarmMuteRules')) {
      return jsonAnswer({
        AlarmMuteRuleSummaries: here.map((rule) => ({
          AlarmMuteRuleArn: arnOf(rule),
          Status: rule.status,
          MuteType: rule.expression.startsWith('at(') ? 'ONE_TIME' : 'RECURRING',
          ...(rule.expire && { ExpireDate: seconds(rule.expire) }),
        })),
      });
    }
    if (isCall(call, 'cloudwatch:GetAlarmMuteRule')) {
      const rule = here.find(({ name }) => name === call.input.AlarmMuteRuleName);
      if (rule) {
        return jsonAnswer({
          Name: rule.name,
          AlarmMuteRuleArn: arnOf(rule),
          Rule: { Schedule: { Expression: rule.expression, Duration: rule.duration, Timezone: 'UTC' } },
          MuteTargets: { AlarmNames: rule.alarms },
          Status: rule.status,
          ...dates(rule),
        });
      }
    }
    return next(call);
  };
}
