import { SUCCESS } from '../cloudtrail/outcome.js';
import type { Json } from '../predicate/json.js';
import { all, any, at, is, type Predicate } from '../predicate/predicate.js';
import { Course } from './course.js';
import { isSuccess, keyArnOf } from './key-of.js';
import type { Latest } from './latest.js';
import { textAt } from './member.js';
import { compareTexts, type Placed } from './occurrence.js';

/** What takes a key away, or the store that holds it; and what can be said when. */
const LOSSES = new Set([
  'DisableKey',
  'ScheduleKeyDeletion',
  'DeleteImportedKeyMaterial',
  'DeleteExpiredKeyMaterial',
  'DisconnectCustomKeyStore',
  'DeleteKey',
]);
const REPAIRS = ['CancelKeyDeletion', 'EnableKey', 'ImportKeyMaterial', 'ConnectCustomKeyStore'];

/** Calls that succeeded and changed in what state a key, or a custom key store, is. */
export const KEY_STATE_EVENTS: Predicate = all(
  at(['eventSource'], is('kms.amazonaws.com')),
  any(...[...LOSSES, ...REPAIRS].map((name) => at(['eventName'], is(name)))),
  SUCCESS,
);

/** One of them, as much as has to be kept. */
export interface KeyChange extends Placed {
  readonly eventId: string;
  readonly name: string;
  /** The whole ARN of the key: its replicas in other Regions have the same id, and states of their own. Or the key store. */
  readonly subject: string;
}

/** The name of the call when it succeeded and took away what it is about. */
export function lossIn(record: Json): string | null {
  const name = textAt(record, 'eventName');
  const isLoss = name !== null && LOSSES.has(name) && textAt(record, 'eventSource') === 'kms.amazonaws.com';
  return isLoss && isSuccess(record) ? name : null;
}

export const mergeChanges = (a: KeyChange, b: KeyChange): KeyChange => (a.eventId <= b.eventId ? a : b);

/** Null where the record does not say what it is about. */
export function subjectOf(record: Json): string | null {
  const key = keyArnOf(record);
  if (key !== null) return key;
  const store = textAt(record, 'requestParameters', 'customKeyStoreId');
  return store === null ? null : `${textAt(record, 'recipientAccountId')} ${textAt(record, 'awsRegion')} ${store}`;
}

/** What keys went through, as far as a scan saw it; of each alert (by id) what took away its keys, the last of each. */
export interface KeyStates {
  readonly changes: readonly KeyChange[];
  readonly losses: ReadonlyMap<string, readonly KeyChange[]>;
}

/** What happened to each subject, by time. What shares a time may have happened in any order; see `follow`. */
export function changesBySubject(changes: Latest<KeyChange>): ReadonlyMap<string, Course> {
  const subjects = new Map<string, KeyChange[]>();
  for (const change of changes.all()) {
    const own = subjects.get(change.subject);
    if (own) own.push(change);
    else subjects.set(change.subject, [change]);
  }
  return new Map([...subjects].map(([subject, own]) => [subject, courseOf(own)] as const));
}

/** Of one subject. */
export function courseOf(changes: readonly KeyChange[]): Course {
  const inOrder = (a: KeyChange, b: KeyChange) =>
    a.time! - b.time! || order(a.name) - order(b.name) || compareTexts(a.identity, b.identity);
  return new Course([...changes].sort(inOrder));
}

/** Of one second: a key can be enabled only when its deletion was cancelled, and what takes it away counts as the last. */
const order = (name: string): number => (REPAIRS.includes(name) ? REPAIRS.indexOf(name) : 9);
