import { all, any, at, type Draft, is, not, type Predicate, text, type } from '../../predicate/predicate.js';
import { choice, literal } from '../../predicate/text.js';
import { FAILURE, LOGIN, loginSays, outcomeOf, SUCCESS } from '../outcome.js';
import { CATEGORIES, type Category } from './categories.js';
import { has, valueAt } from './dropped.js';
import { type EcsEvent, scalarsOf, stringOf } from './ecs-event.js';
import { among, computed, constant, type EcsField, oneOf } from './field.js';

const OUTCOMES = [
  ['failure', FAILURE],
  ['success', SUCCESS],
] as const;

/** A sign-in says its outcome itself, and could say another word than the two known ones. */
const OTHERWISE: Predicate = all(LOGIN, not(loginSays('failure')), not(loginSays('success')));

/**
 * `failure` when there is an error code or an error message. A console sign-in has neither when it fails: its outcome is
 * `responseElements.ConsoleLogin`, in lower case. Elastic's pipeline takes an error code of `false` or 0, which CloudTrail never
 * writes, for a failure; here it is none, because a rule for what was done must not miss it.
 */
const outcome: EcsField = {
  name: 'event.outcome',
  type: 'keyword',
  some: (of) => {
    const known = among(OUTCOMES, of);
    return isSuccessOrFailure(of) ? known : any<Draft>(known, all<Draft>(OTHERWISE, computed('event.outcome', of)));
  },
  values: ({ kept }) => [outcomeOf(kept)],
};

/** Does the draft hold `success` and `failure` at most? Seen where it is made of words. */
function isSuccessOrFailure(of: Draft): boolean {
  switch (of.kind) {
    case 'text':
      return of.like.kind === 'literal' && ['success', 'failure'].includes(of.like.value);
    case 'all':
      return of.of.some(isSuccessOrFailure);
    case 'any':
      return of.of.every(isSuccessOrFailure);
    default:
      return false;
  }
}

const named = (categories: readonly Category[]): Predicate =>
  at(['eventName'], all(type('string'), text(choice(...categories.flatMap(({ events }) => events).map(literal)))));

const NAMES = new Map(CATEGORIES.flatMap((entry) => entry.events.map((event) => [event, entry] as const)));
const entryOf = ({ kept }: EcsEvent): Category | undefined => NAMES.get(stringOf(kept, ['eventName']) ?? '');

const category: EcsField = {
  ...oneOf(
    'event.category',
    'keyword',
    [...new Set(CATEGORIES.map((entry) => entry.category))].map((word) => [
      word,
      named(CATEGORIES.filter((entry) => entry.category === word)),
    ]),
    (event) => {
      const entry = entryOf(event);
      return entry ? [entry.category] : [];
    },
  ),
  many: true,
};

const types: EcsField = {
  ...oneOf(
    'event.type',
    'keyword',
    [...new Set(CATEGORIES.flatMap((entry) => entry.types))].map((word) => [
      word,
      word === 'info'
        ? not(named(CATEGORIES.filter((entry) => !entry.types.includes(word))))
        : named(CATEGORIES.filter((entry) => entry.types.includes(word))),
    ]),
    (event) => entryOf(event)?.types ?? ['info'],
  ),
  many: true,
};

const AT_LOGIN: Predicate = at(['eventName'], is('ConsoleLogin'));

/** `No` is false; every other text is true. */
function loginFlag(name: string, member: string): EcsField {
  const path = ['additionalEventData', member];
  return oneOf(
    name,
    'boolean',
    [
      [false, all(AT_LOGIN, at(path, is('No')))],
      [true, all(AT_LOGIN, has(...path), not(at(path, is('No'))))],
    ],
    ({ kept }) => {
      if (stringOf(kept, ['eventName']) !== 'ConsoleLogin') return [];
      return scalarsOf(kept, path).map((value) => value !== 'No');
    },
  );
}

const LOGIN_DATA = 'aws.cloudtrail.console_login.additional_eventdata';

const loginTo: EcsField = {
  name: `${LOGIN_DATA}.login_to`,
  type: 'keyword',
  some: (of) => all<Draft>(AT_LOGIN, valueAt(['additionalEventData', 'LoginTo'], of)),
  values: ({ kept }) =>
    stringOf(kept, ['eventName']) === 'ConsoleLogin' ? scalarsOf(kept, ['additionalEventData', 'LoginTo']) : [],
};

/** What the pipeline says of the event as such; `event.dataset` is what rules asked for until 2026, `data_stream.dataset` since. */
export const EVENT_FIELDS: readonly EcsField[] = [
  outcome,
  category,
  types,
  constant('event.kind', 'event'),
  constant('event.module', 'aws'),
  constant('event.dataset', 'aws.cloudtrail'),
  constant('data_stream.type', 'logs'),
  constant('data_stream.dataset', 'aws.cloudtrail'),
  constant('data_stream.namespace', 'default'),
  constant('cloud.provider', 'aws'),
  constant('ecs.version', '8.11.0'),
  loginFlag(`${LOGIN_DATA}.mobile_version`, 'MobileVersion'),
  loginFlag(`${LOGIN_DATA}.mfa_used`, 'MFAUsed'),
  loginTo,
];
