import { describe, expect, it } from 'vitest';
import { judgeMeasurements, judgeSamples, measured, promiseFor, type Seen } from './judge.js';
import { type DrillThing, drillStatus, type FilterSample, type StepOutcome } from './record.js';

const SEEN: Seen = {
  event: 'kms.amazonaws.com:DisableKey',
  eventID: null,
  sentAt: '2026-11-21T09:12:00.000Z',
  alarmAt: '2026-11-21T09:13:23.000Z',
  messageAt: '2026-11-21T09:13:24.260Z',
  message: 'received',
  promisedSeconds: 90,
  alarmReason: null,
  reason: null,
};

describe('what was measured', () => {
  it('is the time from the event on, in tenths of a second', () => {
    expect(measured(SEEN)).toMatchObject({ secondsToAlarm: 83, secondsToMessage: 84.3, within: true });
  });

  it('is within what was promised up to that very second', () => {
    expect(measured({ ...SEEN, promisedSeconds: 84.3 }).within).toBe(true);
    expect(measured({ ...SEEN, promisedSeconds: 84 }).within).toBe(false);
  });

  it('is never before the event, whatever two clocks say', () => {
    expect(measured({ ...SEEN, messageAt: '2026-11-21T09:11:59.000Z' }).secondsToMessage).toBe(0);
  });

  it('is within nothing where nothing was promised, or nothing came', () => {
    expect(measured({ ...SEEN, promisedSeconds: null }).within).toBeNull();
    expect(measured({ ...SEEN, messageAt: null, message: 'not-received' }).within).toBeNull();
  });
});

describe('a step', () => {
  const one = (changes: Partial<Seen> = {}) => measured({ ...SEEN, ...changes });
  const missed = one({ messageAt: null, message: 'not-received', reason: 'the alarm did not ring' });
  const unwatched = one({ messageAt: null, message: 'not-watched', reason: 'nobody may subscribe' });

  it.each([
    ['passes when all arrived in time', [one(), one()], 'passed', null],
    ['passes where nothing was promised', [one({ promisedSeconds: null })], 'passed', null],
    ['fails when one did not arrive', [one(), missed], 'failed', 'the alarm did not ring'],
    ['passes when one was a little late', [one({ promisedSeconds: 60 })], 'passed', null],
    [
      'fails when one was late',
      [one({ messageAt: '2026-11-21T09:16:00.000Z', promisedSeconds: 60 })],
      'failed',
      'the message arrived after 240 s, and the proof said 60 s',
    ],
    ['fails rather than not being known', [unwatched, missed], 'failed', 'the alarm did not ring'],
    ['is not known when nobody could watch', [one(), unwatched], 'unknown', 'nobody may subscribe'],
    ['is not known when nothing was measured', [], 'unknown', 'nothing was measured'],
  ] as const)('%s', (_, measurements, outcome, reason) => {
    expect(judgeMeasurements(measurements)).toEqual({ outcome, reason });
  });
});

describe('AWS’s matcher', () => {
  const sample = (required: boolean, ours: boolean | null, aws: boolean | null, name = 'x'): FilterSample => ({
    name,
    required,
    ours,
    aws,
  });
  it.each([
    ['agrees', [sample(true, true, true), sample(false, false, false)], 'passed'],
    ['misses what is required', [sample(true, true, false)], 'failed'],
    ['misses what we were not sure of', [sample(true, null, false)], 'failed'],
    ['catches a near miss that we do not', [sample(true, true, true), sample(false, false, true)], 'failed'],
    ['catches a near miss, and so do we', [sample(true, true, true), sample(false, true, true)], 'passed'],
    ['settles what we do not know', [sample(true, null, true), sample(false, null, true)], 'passed'],
    ['leaves to another chain what we leave to it', [sample(true, true, true), sample(true, false, false)], 'passed'],
    ['was not asked about everything', [sample(true, true, true), sample(true, true, null)], 'unknown'],
    ['was asked about nothing that is required', [sample(false, false, false)], 'unknown'],
    ['was asked about nothing', [], 'unknown'],
  ] as const)('%s', (_, samples, outcome) => {
    expect(judgeSamples(samples, 'filter').outcome).toBe(outcome);
  });
});

it('CloudTrail’s part of the promise is for what CloudTrail delivers', () => {
  expect([promiseFor('log-event', 60, 300), promiseFor('create-key', 60, 300)]).toEqual([60, 360]);
  expect([promiseFor('alarm-state', 60, 300), promiseFor('create-key', null, 300)]).toEqual([null, null]);
});

describe('the status', () => {
  const step = (outcome: StepOutcome) => ({
    step: 'log-event' as const,
    chain: 0,
    outcome,
    reason: null,
    startedAt: null,
    endedAt: null,
    warnings: [],
    samples: [],
    measurements: [],
  });
  const thing = (state: DrillThing['state']): DrillThing => ({
    kind: 'queue',
    region: 'us-east-1',
    name: 'q',
    of: null,
    state,
    at: SEEN.sentAt,
    how: null,
    due: null,
    reason: null,
  });
  it.each([
    [['passed'], ['removed'], 0],
    [['passed', 'failed', 'unknown'], ['left'], 1],
    [['passed', 'unknown'], [], 2],
    [['passed', 'not-begun'], [], 2],
    [['passed'], ['removed', 'left'], 2],
    [['passed'], ['begun'], 2],
    [[], [], 2],
  ] as const)('%j with %j is %i', (outcomes, states, status) => {
    expect(drillStatus({ steps: outcomes.map(step), things: states.map(thing), uncarried: [] })).toBe(status);
  });

  it('is 1 where an event that is required is carried by nothing, whatever passed', () => {
    const uncarried = [{ event: SEEN.event, region: 'us-east-1', reason: 'is carried by nothing', isBroken: true }];
    const ended = { steps: [step('passed')], things: [] };
    expect(drillStatus({ ...ended, uncarried })).toBe(1);
    expect(drillStatus({ ...ended, uncarried: uncarried.map((one) => ({ ...one, isBroken: false })) })).toBe(2);
  });
});
