import { describe, expect, it } from 'vitest';
import { loadControls, loadRules } from '../catalogue/index.js';
import type { JsonObject } from '../predicate/json.js';
import { kmsEvent, run } from './events.case.js';

const { rules } = loadRules({ controls: loadControls().controls });

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alerts';
const call = (source: string, name: string, requestParameters: JsonObject, over: JsonObject = {}) =>
  kmsEvent(name, '10:00:00', {
    eventSource: `${source}.amazonaws.com`,
    requestParameters,
    responseElements: null,
    resources: null,
    ...over,
  });

/** By which somebody who wants no alarm tampers with what would raise it, and the rule that says so. */
const TAMPERING: readonly (readonly [source: string, name: string, parameters: JsonObject, rule: string])[] = [
  ['cloudtrail', 'StopLogging', { name: 'main' }, 'trail-logging-stopped'],
  ['cloudtrail', 'DeleteTrail', { name: 'main' }, 'trail-logging-stopped'],
  ['cloudtrail', 'UpdateTrail', { name: 'main', isMultiRegionTrail: false }, 'trail-changed'],
  ['cloudtrail', 'PutEventSelectors', { trailName: 'main', eventSelectors: [] }, 'trail-changed'],
  ['logs', 'DeleteMetricFilter', { logGroupName: 'g', filterName: 'f' }, 'metric-filter-deleted'],
  ['logs', 'PutMetricFilter', { logGroupName: 'g', filterName: 'f', filterPattern: '' }, 'metric-filter-changed'],
  ['logs', 'DeleteLogGroup', { logGroupName: 'g' }, 'log-group-deleted'],
  ['monitoring', 'DeleteAlarms', { alarmNames: ['a'] }, 'alarm-silenced'],
  ['monitoring', 'DisableAlarmActions', { alarmNames: ['a'] }, 'alarm-silenced'],
  ['monitoring', 'PutAlarmMuteRule', { name: 'm' }, 'alarm-muted'],
  ['monitoring', 'SetAlarmState', { alarmName: 'a', stateValue: 'OK' }, 'alarm-state-set'],
  ['sns', 'DeleteTopic', { topicArn: TOPIC }, 'topic-deleted-or-opened'],
  ['sns', 'SetTopicAttributes', { topicArn: TOPIC, attributeName: 'Policy' }, 'topic-deleted-or-opened'],
  ['sns', 'SetSubscriptionAttributes', { subscriptionArn: `${TOPIC}:1` }, 'subscription-removed'],
  ['sns', 'Unsubscribe', { subscriptionArn: `${TOPIC}:1` }, 'subscription-removed'],
  ['events', 'PutRule', { name: 'r', state: 'DISABLED' }, 'event-rule-changed'],
  ['events', 'DisableRule', { name: 'r' }, 'event-rule-changed'],
  ['events', 'DeleteRule', { name: 'r' }, 'event-rule-changed'],
  ['events', 'RemoveTargets', { rule: 'r', ids: ['1'] }, 'event-rule-changed'],
];

const raised = (...events: readonly JsonObject[]) => run(rules, events).alerts.map(({ rule }) => rule);

describe('the whole pack over monitoring that is tampered with', () => {
  it.each(TAMPERING)(
    '%s:%s raises one alert, and none of that rule where it is refused',
    (source, name, given, rule) => {
      expect(raised(call(source, name, given))).toEqual([rule]);
      expect(raised(call(source, name, given, { errorCode: 'AccessDenied' }))).toEqual(['unauthorized-api-calls']);
      expect(raised(call(source, name, given, { errorCode: 'ThrottlingException' }))).toEqual([]);
      expect(raised(call('other', name, given))).toEqual([]);
    },
  );

  it.each(['PutMetricAlarm', 'PutCompositeAlarm'])('monitoring:%s raises one over an alarm that is there', (name) => {
    const put = (alarmName: string, eventTime: string, over: JsonObject = {}) =>
      call('monitoring', name, { alarmName }, { eventTime: `2026-${eventTime}T10:00:00Z`, ...over });
    const first = put('a', '09-01');
    const deleted = call('monitoring', 'DeleteAlarms', { alarmNames: ['a'] }, { eventTime: '2026-10-01T10:00:00Z' });
    expect(raised(first)).toEqual([]);
    expect(raised(put('a', '11-01'), first)).toEqual(['alarm-overwritten']);
    expect(raised(first, put('b', '11-01'))).toEqual([]);
    expect(raised(first, put('a', '11-01', { errorCode: 'LimitExceeded' }))).toEqual([]);
    expect(raised(first, deleted, put('a', '11-01'))).toEqual(['alarm-silenced']);
    expect(raised(first, put('a', '12-15'))).toEqual([]);
  });
});
