import { isArray, type Json } from '../predicate/json.js';
import { member, textAt } from './member.js';

/** What a call does, for a sentence: `disabled key K`, and `disable key K` after `tried to`. */
export interface Deed {
  readonly did: string;
  readonly toDo: string;
}

type Words = readonly [did: string, toDo: string, object: (record: Json) => string];

const named =
  (kind: string, ...paths: readonly (readonly string[])[]) =>
  (record: Json): string => {
    for (const path of paths) {
      const value = member(record, 'requestParameters', ...path);
      if (typeof value === 'string' && value !== '') return `${kind} ${shortened(value)}`;
      if (isArray(value) && value.length > 0) {
        const names = value.filter((item) => typeof item === 'string').map(shortened);
        const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
        return `${names.length === 1 ? kind : `${kind}s`} ${names.slice(0, 3).join(', ')}${more}`;
      }
    }
    return `a ${kind}`;
  };

const store = named('custom key store', ['customKeyStoreId']);
const trail = named('trail', ['name'], ['trailName']);
const group = named('log group', ['logGroupName'], ['logGroupIdentifier']);
const filter = (record: Json): string => `${named('metric filter', ['filterName'])(record)} of ${group(record)}`;
const alarm = named('alarm', ['alarmName'], ['alarmNames']);
const topic = named('topic', ['topicArn']);
const eventRule = named('event rule', ['name'], ['rule']);
const nothing = (): string => '';

/** By source and name: the events that the shipped rules are about. `KEY` stands for the key. */
const DEEDS: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  'kms.amazonaws.com': {
    DisableKey: ['disabled', 'disable', () => 'KEY'],
    EnableKey: ['enabled', 'enable', () => 'KEY'],
    ScheduleKeyDeletion: ['scheduled the deletion of', 'schedule the deletion of', () => 'KEY'],
    CancelKeyDeletion: ['cancelled the deletion of', 'cancel the deletion of', () => 'KEY'],
    DeleteKey: ['deleted', 'delete', () => 'KEY'],
    DeleteImportedKeyMaterial: [
      'deleted the imported key material of',
      'delete the imported key material of',
      () => 'KEY',
    ],
    DeleteExpiredKeyMaterial: [
      'deleted the expired key material of',
      'delete the expired key material of',
      () => 'KEY',
    ],
    ImportKeyMaterial: ['imported key material into', 'import key material into', () => 'KEY'],
    PutKeyPolicy: ['changed the policy of', 'change the policy of', () => 'KEY'],
    CreateGrant: ['granted the use of', 'grant the use of', () => 'KEY'],
    RevokeGrant: ['revoked a grant on', 'revoke a grant on', () => 'KEY'],
    RetireGrant: ['retired a grant on', 'retire a grant on', () => 'KEY'],
    DisableKeyRotation: ['stopped the rotation of', 'stop the rotation of', () => 'KEY'],
    DisconnectCustomKeyStore: ['disconnected', 'disconnect', store],
    DeleteCustomKeyStore: ['deleted', 'delete', store],
    UpdateCustomKeyStore: ['changed', 'change', store],
    DeleteAlias: ['deleted', 'delete', named('key alias', ['aliasName'])],
    UpdateAlias: ['redirected', 'redirect', named('key alias', ['aliasName'])],
  },
  'cloudtrail.amazonaws.com': {
    StopLogging: ['stopped', 'stop', trail],
    StartLogging: ['started', 'start', trail],
    DeleteTrail: ['deleted', 'delete', trail],
    UpdateTrail: ['changed', 'change', trail],
    CreateTrail: ['created', 'create', trail],
    PutEventSelectors: ['changed the event selectors of', 'change the event selectors of', trail],
  },
  'logs.amazonaws.com': {
    DeleteMetricFilter: ['deleted', 'delete', filter],
    PutMetricFilter: ['put', 'put', filter],
    DeleteLogGroup: ['deleted', 'delete', group],
    PutRetentionPolicy: ['changed the retention of', 'change the retention of', group],
  },
  'monitoring.amazonaws.com': {
    DeleteAlarms: ['deleted', 'delete', alarm],
    DisableAlarmActions: ['switched off the actions of', 'switch off the actions of', alarm],
    EnableAlarmActions: ['switched on the actions of', 'switch on the actions of', alarm],
    PutMetricAlarm: ['put', 'put', alarm],
    PutCompositeAlarm: ['put', 'put', named('composite alarm', ['alarmName'])],
    PutAlarmMuteRule: ['put', 'put', named('alarm mute rule', ['name'], ['alarmMuteRuleName'])],
    SetAlarmState: ['set the state of', 'set the state of', alarm],
  },
  'sns.amazonaws.com': {
    DeleteTopic: ['deleted', 'delete', topic],
    SetTopicAttributes: ['changed', 'change', topic],
    Unsubscribe: ['removed', 'remove', named('subscription', ['subscriptionArn'])],
    SetSubscriptionAttributes: ['changed', 'change', named('subscription', ['subscriptionArn'])],
  },
  'events.amazonaws.com': {
    PutRule: ['put', 'put', eventRule],
    DisableRule: ['disabled', 'disable', eventRule],
    DeleteRule: ['deleted', 'delete', eventRule],
    RemoveTargets: ['removed targets of', 'remove targets of', eventRule],
  },
  'signin.amazonaws.com': { ConsoleLogin: ['signed in to the console', 'sign in to the console', nothing] },
};

/** `key` is how a sentence names the key: `key arn:…`. */
export function deedOf(record: Json, key: string | null): Deed {
  const source = textAt(record, 'eventSource');
  const name = textAt(record, 'eventName');
  const own = source !== null && Object.hasOwn(DEEDS, source) ? DEEDS[source]! : {};
  if (name !== null && Object.hasOwn(own, name)) {
    const [did, toDo, object] = own[name]!;
    const what = object(record);
    const tail = what === '' ? '' : ` ${what === 'KEY' ? (key ?? 'a key') : what}`;
    return { did: did + tail, toDo: toDo + tail };
  }
  const call = `${shortened(name ?? 'an operation without a name')}${source === null ? '' : ` of ${shortened(source)}`}`;
  const tail = key === null ? call : `${call} on ${key}`;
  return { did: `called ${tail}`, toDo: `call ${tail}` };
}

/** What others chose to be named, in one sentence: neither long nor over several lines. */
export function shortened(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return flat.length <= 256 ? flat : `${flat.slice(0, 255)}…`;
}
