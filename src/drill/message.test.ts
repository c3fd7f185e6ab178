import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmReason } from './marks.js';
import { asksForConsent, publishedIn, setByDrill, tellsOfAlarm } from './message.js';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:security';
const ARN = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:loss';
const SINCE = Date.parse('2026-11-21T09:12:00.000Z');
const NEWS = {
  AlarmName: 'loss',
  AlarmArn: ARN,
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed',
  StateChangeTime: '2026-11-21T09:13:10.500+0000',
};
const got = (news: object | string, changes: object = {}) => ({
  body: JSON.stringify({
    Type: 'Notification',
    TopicArn: TOPIC,
    Message: typeof news === 'string' ? news : JSON.stringify(news),
    ...changes,
  }),
  sentAt: SINCE + 71_000,
});
const expected = { topic: TOPIC, arn: ARN, name: 'loss', since: SINCE, reason: null };

describe('the message of an alarm', () => {
  it('is found, with the time at which it changed', () => {
    expect(tellsOfAlarm(got(NEWS), expected)?.changedAt).toBe(SINCE + 70_500);
  });

  it('is of a notification that has no ARN, as old ones, by its name', () => {
    const { AlarmArn: _, ...named } = NEWS;
    expect(tellsOfAlarm(got(named), expected)).not.toBeNull();
    expect(tellsOfAlarm(got({ ...named, AlarmName: 'other' }), expected)).toBeNull();
  });

  it.each([
    ['another alarm', got({ ...NEWS, AlarmName: 'other', AlarmArn: `${ARN}x` })],
    ['the alarm of that name in another Region', got({ ...NEWS, AlarmArn: ARN.replace('us-east-1', 'eu-west-1') })],
    ['its state as another drill set it', got({ ...NEWS, NewStateReason: alarmReason('0123456789ab') })],
    ['its return', got({ ...NEWS, NewStateValue: 'OK' })],
    ['an earlier change', got({ ...NEWS, StateChangeTime: '2026-11-21T09:11:50.000+0000' })],
    ['a change just before', got({ ...NEWS, StateChangeTime: '2026-11-21T09:11:59.900+0000' })],
    ['another topic', got(NEWS, { TopicArn: `${TOPIC}2` })],
    ['something else', got('a mail')],
    ['something else in JSON', got('[1]')],
    ['no notification', got(NEWS, { Type: 'SubscriptionConfirmation' })],
    ['no JSON', { body: 'ALARM', sentAt: SINCE }],
  ])('is not %s', (_, received) => {
    expect(tellsOfAlarm(received, expected)).toBeNull();
  });

  it('is of this drill where the reason is the drill’s own', () => {
    const reason = 'Trailproof’s drill 0123456789ab …';
    const asked = { ...expected, reason };
    expect(tellsOfAlarm(got(NEWS), asked)).toBeNull();
    expect(tellsOfAlarm(got({ ...NEWS, NewStateReason: reason }), asked)).not.toBeNull();
  });

  it('tells which drill set the alarm, where one did', () => {
    const set = got({ ...NEWS, NewStateReason: alarmReason('0123456789ab') });
    expect(setByDrill(set, expected)).toBe('0123456789ab');
    expect(setByDrill(set, { ...expected, name: 'other' })).toBeNull();
    expect(setByDrill(set, { ...expected, topic: `${TOPIC}2` })).toBeNull();
    expect(setByDrill(got(NEWS), expected)).toBeNull();
    const quoting = got({ ...NEWS, NewStateReason: `${alarmReason('0123456789ab')}, they say` });
    expect(setByDrill(quoting, expected)).toBeNull();
  });

  it('is looked for in any text without harm', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(publishedIn({ body, sentAt: 0 })).toBeNull();
        expect(tellsOfAlarm({ body, sentAt: 0 }, expected)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

it('a request for consent is none of the topic’s messages', () => {
  expect(asksForConsent(got(NEWS).body)).toBe(false);
  expect(asksForConsent(JSON.stringify({ Type: 'SubscriptionConfirmation', Token: 't' }))).toBe(true);
});
