import { type Json, type JsonObject, NumberText } from '../predicate/json.js';
import { all, any, at, is, not, number, type Predicate, text, type } from '../predicate/predicate.js';
import { ignoringCase } from '../predicate/text.js';
import { DROPPED_TEXT, has, isDropped, keys } from './ecs/dropped.js';
import { scalarOf, stringOf } from './ecs/ecs-event.js';

const ERROR_MEMBERS = ['errorCode', 'errorMessage'] as const;

/**
 * What says that there was an error. CloudTrail leaves the member out where there was none; what copies of its records hold in that
 * place (null, nothing, `-`, `none`, `false`, 0) says the same. The first four are Elastic's.
 */
const ERROR: Predicate = any(
  all(type('string'), not(text(DROPPED_TEXT))),
  all(type('number'), not(number('=', 0))),
  type('true'),
);

/** A call of which an error is recorded. */
export const HAS_ERROR: Predicate = any(...ERROR_MEMBERS.map((member) => at(keys([member]), ERROR)));

const LOGIN_RESULT = ['responseElements', 'ConsoleLogin'];
/** A console sign-in that says itself how it ended: it may have failed without an error. */
export const LOGIN: Predicate = all(at(['eventName'], is('ConsoleLogin')), has(...LOGIN_RESULT));
export const loginSays = (word: string): Predicate =>
  all(LOGIN, at(LOGIN_RESULT, all(type('string'), text(ignoringCase(word)))));

/** The word of such a sign-in, in lower case; undefined: it is none. */
export function loginResult(record: JsonObject): string | undefined {
  if (record.eventName !== 'ConsoleLogin') return undefined;
  const result = scalarOf(record, LOGIN_RESULT);
  return result === undefined || isDropped(result) ? undefined : stringOf(record, LOGIN_RESULT)?.toLowerCase();
}

/** The one notion of success, for rules (`event.outcome`), for alerts, and for the states of keys. */
export const SUCCESS: Predicate = any(all(not(LOGIN), not(HAS_ERROR)), loginSays('success'));
export const FAILURE: Predicate = any(all(not(LOGIN), HAS_ERROR), loginSays('failure'));

/** `success`, `failure`, or the word of a sign-in that says another. */
export function outcomeOf(record: JsonObject): string {
  return loginResult(record) ?? (errorOf(record) === null ? 'success' : 'failure');
}

/** The error that is recorded: its code, else its message, as it is written. Null: there is none. */
export const errorOf = (record: JsonObject): string | null => errorCodeOf(record) ?? errorIn(record, 'errorMessage');

export const errorCodeOf = (record: JsonObject): string | null => errorIn(record, 'errorCode');

function errorIn(record: JsonObject, member: (typeof ERROR_MEMBERS)[number]): string | null {
  const value = scalarOf(record, [member]);
  return value !== undefined && isError(value) ? (stringOf(record, [member]) ?? null) : null;
}

function isError(value: Json): boolean {
  if (typeof value === 'string') return !isDropped(value);
  if (typeof value === 'number') return value !== 0;
  return value instanceof NumberText ? Number(value.text) !== 0 : value === true;
}
