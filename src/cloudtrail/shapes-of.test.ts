import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, type JsonObject, matches, TRUE, type } from '../predicate/index.js';
import { coverage } from '../prove/index.js';
import { parseEventClass, printEventClass, unknownFields } from './index.js';
import { isDescribed, isWriteEvent, SERVICES, shapesOf } from './shapes-of.js';

const ANY = { eventSource: null, eventName: null };
const named = SERVICES.flatMap((service) =>
  service.events.map((event) => ({ eventSource: service.eventSource, eventName: event.eventName })),
);
const classes = [
  ...named,
  { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' },
  ANY,
  { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' },
];

interface Recorded {
  readonly name: string;
  readonly kind?: string;
  readonly event: JsonObject;
}
const recorded = (path: string | URL): readonly Recorded[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Recorded);

describe.each(classes.map((event) => [printEventClass(event), event] as const))('shapes of %s', (_, event) => {
  const shapes = shapesOf(event);

  it('each example is one, and shows known fields only', () => {
    for (const shape of shapes) {
      expect(matches(shape.holds, shape.example), shape.variant).toBe(true);
      expect(unknownFields(shape.example, shape.known), shape.variant).toEqual([]);
    }
  });

  it('the first is the widest', () => {
    expect(shapes[0]?.conjectured).toBe(true);
    const widest = shapes[0]!.holds;
    for (const shape of shapes) {
      const implied = coverage({ required: shape.holds, told: widest, shapes: [{ ...shape, holds: TRUE }] });
      expect(implied.verdict, shape.variant).toBe('proved');
    }
  });

  it('each variant has its own name', () => {
    expect(new Set(shapes.map((shape) => shape.variant)).size).toBe(shapes.length);
  });

  it('there is a documented record to make a counterexample of', () => {
    expect(shapes.some((shape) => !shape.conjectured)).toBe(true);
  });
});

describe('what the shapes refuse', () => {
  const disable = { eventSource: 'kms.amazonaws.com', eventName: 'DisableKey' };
  const example = shapesOf(disable)[0]!.example;
  const accepts = (event: JsonObject) => shapesOf(disable).filter((shape) => matches(shape.holds, event));
  const without = (name: string): JsonObject =>
    Object.fromEntries(Object.entries(example).filter(([key]) => key !== name));

  it.each([
    'eventVersion',
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'sourceIPAddress',
    'eventID',
    'eventType',
    'userIdentity',
    'recipientAccountId',
  ])('a record without %s', (name) => {
    expect(accepts(without(name))).toEqual([]);
  });

  it.each(['userAgent', 'tlsDetails', 'requestID', 'eventCategory', 'managementEvent', 'readOnly', 'resources'])(
    'but not one without %s',
    (name) => {
      expect(accepts(without(name))).not.toEqual([]);
    },
  );

  it('but not a call that a service made itself, which shows no type of identity', () => {
    const userIdentity = { accountId: '111122223333', invokedBy: 'AWS Internal' };
    const accepted = accepts({ ...example, userIdentity });
    expect(accepted.map((shape) => shape.variant)).toEqual(['any record of the event']);
    const asks = at(['userIdentity', 'type'], type('string'));
    expect(coverage({ required: TRUE, told: asks, shapes: accepted }).verdict).toBe('unknown');
  });

  it('another event, another kind of event, a record that is no management event', () => {
    expect(accepts({ ...example, eventName: 'EnableKey' })).toEqual([]);
    expect(accepts({ ...example, eventType: 'AwsServiceEvent' })).toEqual([]);
    expect(accepts({ ...example, managementEvent: false })).toEqual([]);
    expect(accepts({ ...example, eventCategory: 'Data' })).toEqual([]);
  });

  it('says who called, and whether it worked', () => {
    const variants = (event: JsonObject) =>
      accepts(event)
        .filter((shape) => !shape.conjectured)
        .map((shape) => shape.variant);
    expect(variants(example)).toEqual(['IAM user']);
    expect(variants({ ...example, errorCode: 'AccessDenied', errorMessage: 'no', responseElements: null })).toEqual([
      'IAM user, failed call',
    ]);
  });

  it('a field that nobody described does not stop a record', () => {
    expect(accepts({ ...example, somethingNew: { a: [1] } })).not.toEqual([]);
    expect(unknownFields({ ...example, somethingNew: 1 }, shapesOf(disable)[0]!.known)).toEqual(['somethingNew']);
  });
});

describe('recorded KMS events', () => {
  const own = recorded(new URL('../../cases/cloudtrail-events.jsonl', import.meta.url));
  it.each(own.map((line) => [line.name, line.event] as const))('%s is in a shape', (_, event) => {
    const shapes = shapesOf({ eventSource: String(event.eventSource), eventName: String(event.eventName) });
    expect(shapes.some((shape) => matches(shape.holds, event))).toBe(true);
  });

  it('those of today’s format are in a documented shape', () => {
    const today = own.filter(({ event }) => event.eventCategory === 'Management' && event.managementEvent === true);
    expect(today.length).toBeGreaterThan(5);
    for (const { name, event } of today) {
      const shapes = shapesOf({ eventSource: String(event.eventSource), eventName: String(event.eventName) });
      expect(shapes.filter((shape) => !shape.conjectured && matches(shape.holds, event)).length, name).toBe(1);
      expect(unknownFields(event, shapes[0]!.known), name).toEqual([]);
    }
  });

  // Unit-test stubs are made up: their `resources` spell `arn`, their `requestParameters.policy` is an object, fields are missing.
  const shared = process.env.TRAILPROOF_SHARED ?? new URL('../../../shared', import.meta.url).pathname;
  const path = `${shared}/cases/kms-events.jsonl`;
  if (existsSync(path))
    it('every one of the shared cases that is real or documented is in a shape', () => {
      let judged = 0;
      for (const { kind, event } of recorded(path)) {
        const name = { eventSource: String(event.eventSource), eventName: String(event.eventName) };
        if (kind?.startsWith('unit-test') || !isDescribed(name)) continue;
        // One excerpt of the documentation ends before these members.
        const whole = 'recipientAccountId' in event ? event : { ...event, recipientAccountId: '111122223333' };
        expect(shapesOf(name).some((shape) => matches(shape.holds, whole))).toBe(true);
        judged++;
      }
      expect(judged).toBeGreaterThan(15);
    });
});

describe('write events', () => {
  it('are the described ones; of others it is not known', () => {
    for (const event of named) expect(isWriteEvent(event), printEventClass(event)).toBe(true);
    expect(isWriteEvent({ eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' })).toBe(true);
    expect(isWriteEvent(ANY)).toBeNull();
    expect(isWriteEvent({ eventSource: 'kms.amazonaws.com', eventName: 'Decrypt' })).toBeNull();
  });
});

describe('event classes', () => {
  it('are read as they are printed', () => {
    for (const event of classes) expect(parseEventClass(printEventClass(event))).toEqual(event);
  });
  it.each(['', 'kms', 'kms.amazonaws.com:', ':DisableKey', 'a:b:c', 'kms.amazonaws.com:Disable*', 'a b:c'])(
    'refuses `%s`',
    (text) => {
      expect(parseEventClass(text)).toBeNull();
    },
  );
});
