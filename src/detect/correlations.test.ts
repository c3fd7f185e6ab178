import { describe, expect, it } from 'vitest';
import type { Detection } from '../catalogue/rule.js';
import type { JsonObject } from '../predicate/json.js';
import { KEY, keyArn, kmsEvent, named, OTHER_KEY, query, ruleFor, run } from './events.case.js';

const raised = (detection: Detection, events: readonly JsonObject[], logsFrom?: string) =>
  run([ruleFor('rule', [], { detection })], [...events].reverse(), logsFrom === undefined ? {} : { logsFrom }).alerts;

const ids = (events: readonly JsonObject[]) => events.map(({ eventID }) => eventID);
const by = (name: string): JsonObject => ({
  userIdentity: {
    type: 'IAMUser',
    userName: name,
    arn: `arn:aws:iam::111122223333:user/${name}`,
    accountId: '111122223333',
  },
});
const THIRD_KEY = keyArn('0a1b2c3d-3333-4222-8333-444455556666');

describe('value count', () => {
  const detection: Detection = {
    kind: 'value-count',
    query: query(named('DisableKey', 'ScheduleKeyDeletion')),
    by: ['actor.principal'],
    field: 'kms.key.arn',
    count: 3,
    within: 600,
  };
  const at = (time: string, key = KEY, over: JsonObject = {}) => kmsEvent('DisableKey', time, over, key);

  it('raises one alert for a burst, and counts what follows', () => {
    const events = [at('09:00:00'), at('09:01:00', OTHER_KEY), at('09:09:00', THIRD_KEY), at('09:09:30')];
    const [alert, ...others] = raised(detection, events);
    expect(others).toEqual([]);
    expect(alert!.events).toEqual(ids(events.slice(0, 3)));
    expect(alert!.event.id).toBe(events[2]!.eventID);
    expect(alert!.grouped).toBe(1);
    expect(alert!.title).toContain('the last of 3 events on 3 keys within 10 minutes');
  });

  it('counts what is exactly as far apart as the window, and nothing further', () => {
    expect(raised(detection, [at('09:00:00'), at('09:05:00', OTHER_KEY), at('09:10:00', THIRD_KEY)])).toHaveLength(1);
    expect(raised(detection, [at('09:00:00'), at('09:05:00', OTHER_KEY), at('09:10:01', THIRD_KEY)])).toEqual([]);
  });

  it('counts values, not events, and those of one principal', () => {
    expect(raised(detection, [at('09:00:00'), at('09:01:00'), at('09:02:00', OTHER_KEY), at('09:03:00')])).toEqual([]);
    expect(
      raised(detection, [at('09:00:00'), at('09:01:00', OTHER_KEY), at('09:02:00', THIRD_KEY, by('bob'))]),
    ).toEqual([]);
  });

  it('raises anew when the burst has ended', () => {
    const burst = (hour: string) => [
      at(`${hour}:00:00`),
      at(`${hour}:01:00`, OTHER_KEY),
      at(`${hour}:02:00`, THIRD_KEY),
    ];
    expect(raised(detection, [...burst('09'), ...burst('10')])).toHaveLength(2);
  });

  it('is recovered when every one of its keys is', () => {
    const events = [at('09:00:00'), at('09:01:00', OTHER_KEY), at('09:02:00', THIRD_KEY)];
    const enabled = [KEY, OTHER_KEY, THIRD_KEY].map((key) => kmsEvent('EnableKey', '09:30:00', {}, key));
    expect(raised(detection, [...events, ...enabled.slice(1)])[0]!.status).toBe('open');
    expect(raised(detection, [...events, ...enabled])[0]!.status).toBe('recovered');
  });
});

describe('sequence', () => {
  const detection: Detection = {
    kind: 'sequence',
    steps: [query(named('DisableKey')), query(named('ScheduleKeyDeletion'))],
    by: ['kms.key.arn'],
    within: 3600,
    until: query(named('EnableKey')),
  };
  const disable = (time: string, key = KEY) => kmsEvent('DisableKey', time, {}, key);
  const schedule = (time: string, key = KEY) => kmsEvent('ScheduleKeyDeletion', time, {}, key);
  const enable = (time: string) => kmsEvent('EnableKey', time);

  it('needs its steps in order, of one key, in time', () => {
    const events = [disable('09:00:00'), schedule('09:30:00')];
    expect(raised(detection, events)).toMatchObject([{ events: ids(events), event: { name: 'ScheduleKeyDeletion' } }]);
    expect(raised(detection, [schedule('09:00:00'), disable('09:30:00')])).toEqual([]);
    expect(raised(detection, [disable('09:00:00'), schedule('09:30:00', OTHER_KEY)])).toEqual([]);
    expect(raised(detection, [disable('09:00:00'), schedule('10:00:00')])).toHaveLength(1);
    expect(raised(detection, [disable('09:00:00'), schedule('10:00:01')])).toEqual([]);
  });

  it('takes what has the same time as possibly in order', () => {
    expect(raised(detection, [schedule('09:00:00'), disable('09:00:00')])).toHaveLength(1);
    expect(raised(detection, [disable('09:00:00'), enable('09:00:00'), schedule('09:00:00')])).toHaveLength(1);
    expect(raised(detection, [disable('09:00:00'), enable('09:05:00'), schedule('09:05:00')])).toHaveLength(1);
  });

  it('begins anew after what resets it', () => {
    expect(raised(detection, [disable('09:00:00'), enable('09:05:00'), schedule('09:10:00')])).toEqual([]);
    const again = [disable('09:00:00'), enable('09:05:00'), disable('09:06:00'), schedule('09:10:00')];
    expect(raised(detection, again)).toMatchObject([{ events: ids(again.slice(2)) }]);
  });

  it('does not use up what came before: every further act in that state is one of its own', () => {
    const events = [disable('09:00:00'), schedule('09:10:00'), schedule('09:20:00')];
    expect(raised(detection, events).map((alert) => alert.events)).toEqual([
      ids([events[0]!, events[1]!]),
      ids([events[0]!, events[2]!]),
    ]);
    expect(raised(detection, [...events, enable('09:25:00'), schedule('09:30:00')])).toHaveLength(2);
  });

  it('needs a match of its own for each step', () => {
    const twice: Detection = { ...detection, steps: [query(named('DisableKey')), query(named('DisableKey'))] };
    expect(raised(twice, [disable('09:00:00')])).toEqual([]);
    // Either may be the second.
    expect(raised(twice, [disable('09:00:00'), disable('09:00:00')])).toHaveLength(2);
    expect(raised(twice, [disable('09:00:00'), disable('09:00:01')])).toHaveLength(1);
  });
});

describe('threshold', () => {
  const detection: Detection = {
    kind: 'threshold',
    query: query(named('DisableKey')),
    by: ['user.name'],
    count: 3,
    distinct: [{ field: 'kms.key.arn', count: 2 }],
  };
  const at = (time: string, key = KEY, over: JsonObject = {}) => kmsEvent('DisableKey', time, over, key);

  it('counts matches and values in what an execution looks at', () => {
    const enough = [at('09:00:00'), at('09:01:00'), at('09:02:00', OTHER_KEY), at('09:03:00')];
    expect(raised(detection, enough)).toMatchObject([{ events: ids(enough.slice(0, 3)), grouped: 1 }]);
    expect(raised(detection, [at('09:00:00'), at('09:01:00'), at('09:02:00')])).toEqual([]);
    expect(raised(detection, [at('09:00:00'), at('09:01:00'), at('09:02:00', OTHER_KEY, by('bob'))])).toEqual([]);
  });

  it('looks back over the interval before, and counts nothing twice', () => {
    const [early, late] = [at('09:04:30'), [at('09:06:00'), at('09:07:00', OTHER_KEY)]];
    expect(raised(detection, [early, ...late])).toHaveLength(1);
    expect(raised(detection, [at('09:03:59'), ...late])).toEqual([]);
    const again = [...[early, ...late], at('09:09:30'), at('09:10:30', OTHER_KEY)];
    expect(raised(detection, again)).toHaveLength(1);
  });

  it('of no fields counts all together', () => {
    const all = { ...detection, by: [], distinct: [] };
    expect(raised(all, [at('09:00:00'), at('09:01:00'), at('09:02:00', KEY, by('bob'))])).toHaveLength(1);
  });
});

describe('new terms', () => {
  const detection: Detection = {
    kind: 'new-terms',
    query: query(named('DisableKey')),
    fields: ['actor.principal', 'kms.key.arn'],
    history: 7200,
  };
  const at = (time: string, key = KEY, over: JsonObject = {}) => kmsEvent('DisableKey', time, over, key);

  it('raises what was not seen in the history before', () => {
    const events = [at('01:00:00'), at('02:30:00'), at('04:30:00'), at('06:30:01'), at('06:40:00', KEY, by('bob'))];
    const alerts = raised(detection, events, '2026-11-01T00:00:00Z');
    expect(alerts.map(({ event }) => event.id)).toEqual(ids([events[0]!, events[3]!, events[4]!]));
    expect(alerts.flatMap(({ notes }) => notes)).toEqual([]);
  });

  it('says where the logs do not reach back as far', () => {
    const [alert] = raised(detection, [at('01:00:00')], '2026-11-21T00:30:00Z');
    expect(alert!.notes).toEqual([
      'the logs that were read begin at 2026-11-21T00:30:00Z, less than 2 hours before: it may be new to them alone',
    ]);
    expect(raised(detection, [at('01:00:00')])[0]!.notes).toHaveLength(1);
  });
});
