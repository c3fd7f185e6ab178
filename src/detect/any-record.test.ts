import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadControls, loadRules } from '../catalogue/index.js';
import { deriveDetection } from '../cloudtrail/detection-fields.js';
import { type Json, type JsonObject, NumberText, printJson } from '../predicate/json.js';
import { compile } from '../predicate/match.js';
import { type AlertSetting, buildAlert } from './build-alert.js';
import { createContext } from './context.js';
import { contextNeeds } from './context-needs.js';
import { createEngine } from './engine.js';
import { KEY, kmsEvent, NOW, ruleFor } from './events.case.js';
import type { Raised } from './raise.js';

const { rules } = loadRules({ controls: loadControls().controls });

const absurd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(1e300, -9e15, 1e20, -1, 0, null, '', '-', 'none', true, {}, [], [[]], [null]),
  fc.constantFrom<Json>('0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-11-21', 'Dec 31, 9999, 11:59:59 PM'),
  fc.constantFrom<Json>(new NumberText('1e999'), new NumberText('-0.0'), '7', '\ud800', '__proto__', KEY.toUpperCase()),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

/** The record with another value somewhere in it. */
function changed(record: JsonObject, places: readonly number[], values: readonly Json[]): JsonObject {
  const result = structuredClone(record) as Record<string, Json>;
  places.forEach((place, index) => {
    const paths = Object.keys(result).flatMap((key) => {
      const value = result[key];
      const inner = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
      return [[key], ...inner.map((name) => [key, name])];
    });
    const [key, name] = paths[place % paths.length]! as [string, string?];
    if (name === undefined) result[key] = values[index]!;
    else result[key] = { ...(result[key] as JsonObject), [name]: values[index]! };
  });
  return result;
}

test('law: no value of a record ends anything, and what is told of it can be written', () => {
  const base = ['ScheduleKeyDeletion', 'DisableKey', 'EnableKey', 'DeleteKey', 'PutKeyPolicy'].map((name) =>
    kmsEvent(name, '09:00:00', {
      requestParameters: { keyId: KEY, pendingWindowInDays: 7, policy: '{}' },
      responseElements: { keyId: KEY, keyState: 'PendingDeletion', deletionDate: 'Nov 28, 2026, 9:00:00 AM' },
    }),
  );
  const engineOf = () => createEngine(rules, { now: NOW });
  const tests = engineOf().plan.rules.map(({ id, predicate }) => ({ id, test: compile(predicate, deriveDetection) }));
  const change = fc.tuple(fc.nat(4), fc.array(fc.tuple(fc.nat(60), absurd), { minLength: 1, maxLength: 3 }));
  let raised = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const events = changes.map(([at, places]) =>
        changed(
          base[at]!,
          places.map(([place]) => place),
          places.map(([, value]) => value),
        ),
      );
      const engine = engineOf();
      for (const event of events)
        engine.take({ rules: tests.filter(({ test }) => test(event)).map(({ id }) => id), event });
      const { alerts, identities } = engine.finish({ logsFrom: '2026-11-01T00:00:00Z' });
      const needs = contextNeeds(alerts, identities, 200);
      const context = createContext(needs);
      for (const event of events) context.take(event);
      for (const alert of context.finish(alerts)) {
        raised++;
        expect(alert.notes).toEqual(alert.notes.filter((note) => !note.includes('could not be described')));
        expect(alert.key?.deletionDate ?? '20').toMatch(/^2[01]/);
        expect(printJson(alert.record)).not.toBe('');
      }
    }),
    { numRuns: 300 },
  );
  expect(raised).toBeGreaterThan(100);
});

test('an alert whose record fails is raised all the same, and says so', () => {
  const copy = {
    eventId: 'e',
    own: 'e',
    subject: null,
    loss: null,
    isOwners: false,
    record: { text: 'no JSON', isPlain: true },
  };
  const last = { time: Date.parse(NOW), identity: 'e', copies: [copy] };
  const rule = ruleFor('r', ['DisableKey']);
  const raised: Raised = {
    rule,
    last,
    events: [last],
    further: [],
    grouped: 0,
    groupName: null,
    unseenSince: null,
    supersedes: [],
  };
  const setting: AlertSetting = { now: Date.parse(NOW), logsFrom: null, changes: new Map() };
  const alert = buildAlert(raised, setting);
  expect(alert).toMatchObject({ rule: 'r', time: NOW, event: { id: 'e' }, events: ['e'] });
  expect(alert.notes).toEqual([expect.stringMatching(/^its record could not be described: /)]);
});
