import type { JsonObject } from '../../src/predicate/json.js';
import { type Behaviour, isCall, jsonAnswer } from './call.js';

/** CloudTrail's event history, which moto does not have: of each Region its own, the latest first, in pages. */
export function eventHistory(records: readonly JsonObject[], pageSize = 50): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'cloudtrail:LookupEvents')) return next(call);
    const [wanted] = (call.input.LookupAttributes ?? []) as readonly { AttributeKey: string; AttributeValue: string }[];
    const found = records
      .filter(({ awsRegion }) => awsRegion === call.region)
      .filter(({ eventName }) => wanted?.AttributeKey === 'EventName' && eventName === wanted.AttributeValue)
      .sort((a, b) => (String(a.eventTime) < String(b.eventTime) ? 1 : -1));
    const from = Number(call.input.NextToken ?? 0);
    const page = found.slice(from, from + pageSize);
    return jsonAnswer({
      Events: page.map((record) => ({
        EventId: record.eventID,
        EventName: record.eventName,
        CloudTrailEvent: JSON.stringify(record),
      })),
      ...(from + pageSize < found.length && { NextToken: String(from + pageSize) }),
    });
  };
}
