import fc from 'fast-check';
import { expect, it } from 'vitest';
import { requirementInLogs } from '../catalogue/requirement.js';
import { fieldValues } from '../cloudtrail/detection-fields.js';
import { errorOf, FAILURE, outcomeOf, SUCCESS } from '../cloudtrail/outcome.js';
import { type Json, type JsonObject, NumberText } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import { TRUE } from '../predicate/predicate.js';
import { isSuccess } from './key-of.js';
import { KEY_STATE_EVENTS, lossIn } from './key-states.js';

const disabled = (more: JsonObject): JsonObject => ({
  eventSource: 'kms.amazonaws.com',
  eventName: 'DisableKey',
  ...more,
});

const NO_ERROR: readonly Json[] = [null, '', '-', 'none', false, 0, new NumberText('0.0'), {}, [], ['none']];
const ERRORS: readonly Json[] = ['AccessDenied', 'Success', ' ', true, 1, 403, new NumberText('4.03e2')];

it.each(NO_ERROR)('%j in the place of an error is none', (value) => {
  for (const member of ['errorCode', 'errorMessage']) {
    expect(outcomeOf(disabled({ [member]: value }))).toBe('success');
    expect(errorOf(disabled({ [member]: value }))).toBeNull();
  }
});

it.each(ERRORS)('%j is an error', (value) => {
  for (const member of ['errorCode', 'errorMessage']) expect(outcomeOf(disabled({ [member]: value }))).toBe('failure');
});

it('a placeholder beside an error is not told as the error', () => {
  expect(errorOf(disabled({ errorCode: 'none', errorMessage: 'denied' }))).toBe('denied');
});

it('law: rules, controls, alerts and the states of keys have one notion of success', () => {
  const value = fc.constantFrom(...NO_ERROR, ...ERRORS);
  const login = fc.constantFrom<Json>('Success', 'failure', 'Unknown', '', null, 5);
  const record = fc.record(
    { errorCode: value, errorMessage: value, eventName: fc.constantFrom('DisableKey', 'EnableKey', 'ConsoleLogin') },
    { requiredKeys: ['eventName'] },
  );
  fc.assert(
    fc.property(record, login, (members, ConsoleLogin) => {
      const event = disabled({ ...members, responseElements: { ConsoleLogin } });
      const outcome = outcomeOf(event);
      expect(fieldValues('event.outcome', event)).toEqual([outcome]);
      expect(matches(SUCCESS, event)).toBe(outcome === 'success');
      expect(matches(FAILURE, event)).toBe(outcome === 'failure');
      expect(isSuccess(event)).toBe(outcome === 'success');
      if (event.eventName === 'ConsoleLogin') return;
      expect(matches(KEY_STATE_EVENTS, event)).toBe(outcome === 'success');
      if (event.eventName === 'DisableKey') expect(lossIn(event) !== null).toBe(outcome === 'success');
      for (const asked of ['success', 'failure'] as const) {
        const any = { event: '*:*', eventSource: null, eventName: null, where: TRUE, since: null, until: null };
        expect(matches(requirementInLogs({ ...any, outcome: asked }), event)).toBe(outcome === asked);
      }
    }),
  );
});
