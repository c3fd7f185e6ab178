import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { JsonObject } from '../../src/predicate/json.js';
import type { Sandbox } from '../moto/sandbox.js';
import { type Behaviour, isCall, jsonAnswer, seconds } from './call.js';

/** A metric filter with its alarm, or a rule, as AWS would carry an event over it. */
export interface Bell {
  readonly region: string;
  /** Null: EventBridge, which is given what CloudTrail records and nothing else. */
  readonly group: string | null;
  readonly matches: (record: JsonObject) => boolean;
  readonly alarm: string | null;
  readonly topic: string | null; // ARN
}

export interface Temper {
  /** Milliseconds from an event to the alarm, and from the alarm to OK again; `back` null: it stays in ALARM. */
  readonly delay: number;
  readonly back: number | null;
  /** CloudWatch may not publish: with this error. */
  readonly refused?: string;
  /** Milliseconds from an alarm to its message; none where it is not given. */
  readonly slow?: number;
}

export interface Ringing {
  readonly behaviour: Behaviour;
  /** When nothing more will ring. */
  quiet(): Promise<void>;
}

/**
 * What moto does not do: metric filters and rules see events, alarms go to ALARM and back, and publish. Events are those that are put
 * into a log group, and calls on keys.
 */
export function ringing(sandbox: Sandbox, bells: readonly Bell[], temper: Temper): Ringing {
  const pending = new Set<Promise<void>>();
  const history: { alarm: string; at: Date; type: string; summary: string }[] = [];
  const config = (region: string) => ({ endpoint: sandbox.endpoint, region, credentials: sandbox.credentials });
  const later = (milliseconds: number, work: () => Promise<void>) => {
    const done = new Promise<void>((resolve) => {
      setTimeout(() => work().then(resolve, resolve), milliseconds);
    });
    pending.add(done);
    void done.then(() => pending.delete(done));
  };
  const publish = async (bell: Bell, text: string) => {
    if (bell.topic === null) return;
    const { alarm, topic } = bell;
    const summary = temper.refused
      ? `Failed to execute action ${topic}. Received error: "${temper.refused}"`
      : `Successfully executed action ${topic}`;
    if (alarm) history.push({ alarm, at: new Date(), type: 'Action', summary });
    if (temper.refused) return;
    await new SNSClient(config(bell.region)).send(new PublishCommand({ TopicArn: topic, Message: text }));
  };
  const rung = async (bell: Bell, reason: string) => {
    if (!bell.alarm) return;
    const at = new Date();
    history.push({ alarm: bell.alarm, at, type: 'StateUpdate', summary: 'Alarm updated from OK to ALARM' });
    const text = alarmText(sandbox, bell, reason, at);
    if (temper.slow === undefined) await publish(bell, text);
    else later(temper.slow, () => publish(bell, text));
    if (temper.back !== null) later(temper.back, () => set(bell, 'OK', 'no data'));
  };
  const set = async (bell: Bell, state: 'OK' | 'ALARM', reason: string) => {
    const input = { AlarmName: bell.alarm ?? '', StateValue: state, StateReason: reason };
    await new CloudWatchClient(config(bell.region)).send(new SetAlarmStateCommand(input));
  };
  const happened = (record: JsonObject, where: { readonly region: string; readonly group: string | null }) => {
    for (const bell of bells) {
      const sees = where.group === null || (bell.group === where.group && bell.region === where.region);
      if (!sees || !bell.matches(record)) continue;
      later(temper.delay, async () => {
        if (!bell.alarm)
          return publish(bell, JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: record }));
        const reason = 'Threshold Crossed: 1 datapoint [1.0] was greater than or equal to the threshold (1.0).';
        await set(bell, 'ALARM', reason);
        await rung(bell, reason);
      });
    }
  };
  const behaviour: Behaviour = async (call, next) => {
    if (isCall(call, 'cloudwatch:DescribeAlarmHistory')) {
      const since = Number(call.input.StartDate ?? 0);
      const items = history.filter(({ alarm, at }) => alarm === call.input.AlarmName && seconds(at) >= since);
      return jsonAnswer({
        AlarmHistoryItems: items.map(({ alarm, at, type, summary }) => ({
          AlarmName: alarm,
          Timestamp: seconds(at),
          HistoryItemType: type,
          HistorySummary: summary,
        })),
      });
    }
    const answer = await next(call);
    if (answer.status !== 200) return answer;
    if (isCall(call, 'cloudwatch:SetAlarmState') && call.input.StateValue === 'ALARM')
      for (const bell of bells.filter(({ alarm, region }) => alarm === call.input.AlarmName && region === call.region))
        later(0, () => rung(bell, String(call.input.StateReason)));
    if (isCall(call, 'logs:PutLogEvents'))
      for (const { message } of call.input.logEvents as readonly { message: string }[])
        happened(JSON.parse(message) as JsonObject, { region: call.region, group: String(call.input.logGroupName) });
    if (isCall(call, 'kms:DisableKey') || isCall(call, 'kms:ScheduleKeyDeletion'))
      happened(
        {
          eventSource: 'kms.amazonaws.com',
          eventName: call.operation,
          awsRegion: call.region,
          requestParameters: { keyId: String(call.input.KeyId) },
        },
        { region: call.region, group: null },
      );
    return answer;
  };
  return {
    behaviour,
    async quiet() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}

/** What CloudWatch publishes, in the members that are looked at. */
function alarmText({ account }: Sandbox, { alarm, region }: Bell, reason: string, at: Date): string {
  return JSON.stringify({
    AlarmName: alarm,
    AWSAccountId: account,
    NewStateValue: 'ALARM',
    NewStateReason: reason,
    StateChangeTime: at.toISOString().replace('Z', '+0000'),
    Region: region,
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${alarm}`,
    OldStateValue: 'OK',
  });
}
