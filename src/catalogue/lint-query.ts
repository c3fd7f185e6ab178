import { detectionFields } from '../cloudtrail/detection-fields.js';
import { ecsFields } from '../cloudtrail/ecs/index.js';
import { RECORD } from '../cloudtrail/fields.js';
import type { KnownFields } from '../cloudtrail/shape.js';
import { SERVICES } from '../cloudtrail/shapes-of.js';
import { type Query as Kql, parse as parseKql } from '../languages/kql/index.js';
import { all, at, type as isType, type Predicate } from '../predicate/predicate.js';
import { solve } from '../prove/solve.js';
import { holdsOfEveryEvent } from './every-event.js';
import { nearest } from './nearest.js';
import type { Query } from './rule.js';
import { pathsOf, wordsAt } from './words-at.js';

/** `member`: of the rule's file. */
export interface Warning {
  readonly member: string;
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

export function lintQuery(query: Query): readonly Warning[] {
  // A control's own tests have shown what it requires.
  if (query.language === 'control') return [];
  return [...meaning(query), ...words(query), ...tests(query), ...outcome(query)].map((found) => ({
    member: 'query',
    ...found,
  }));
}

type Found = Omit<Warning, 'member'>;

/** Every record says who recorded it and what happened. */
const RECORDS: Predicate = all(
  ...['eventSource', 'eventName', 'eventTime', 'eventID', 'awsRegion'].map((name) =>
    at([{ key: name }], isType('string')),
  ),
);

/** What the prover says of it; what it cannot decide is not warned of. */
function meaning({ predicate }: Query): readonly Found[] {
  if (solve(all(RECORDS, predicate)).kind === 'none')
    return [
      { code: 'never-matches', message: 'the query can never match', help: 'two of its tests exclude each other' },
    ];
  if (holdsOfEveryEvent(predicate))
    return [
      {
        code: 'always-matches',
        message: 'the query matches every event',
        help: 'name the events: event.action: "DisableKey"',
      },
    ];
  return [];
}

const EVENT_NAMES = SERVICES.flatMap(({ events }) => events.map(({ eventName }) => eventName));

/** Words that CloudTrail writes otherwise, and fields that it does not write. */
function words({ predicate, language }: Query): readonly Found[] {
  const found: Found[] = [];
  for (const { path, word } of wordsAt(predicate)) {
    if (path.length !== 1 || ABSENT.includes(word)) continue;
    if (path[0] === 'eventName') found.push(...eventName(word));
    if (path[0] === 'eventSource') found.push(...eventSource(word));
  }
  if (language === 'cloudwatch') for (const path of pathsOf(predicate)) found.push(...unseen(path));
  return found;
}

/** What Elastic's pipeline takes for no value; no event's name. */
const ABSENT = ['', '-', 'none'];

function eventName(word: string): readonly Found[] {
  const meant = EVENT_NAMES.find((name) => name.toLowerCase() === word.toLowerCase());
  if (meant === word || (meant === undefined && word !== word.toLowerCase())) return [];
  return [
    {
      code: 'event-casing',
      message: `CloudTrail never writes the event name \`${word}\` in this casing`,
      help: meant ? `write \`${meant}\`` : 'the names of events are written as the API has them: DisableKey',
    },
  ];
}

function eventSource(word: string): readonly Found[] {
  if (/^[a-z0-9.-]+\.amazonaws\.com$/.test(word)) return [];
  return [
    {
      code: 'event-source',
      message: `no AWS service records its events as \`${word}\``,
      help: 'a source is a service’s name in lower case with `.amazonaws.com`: kms.amazonaws.com',
    },
  ];
}

/** The first key of the path that no documented record has. */
function unseen(path: readonly string[]): readonly Found[] {
  let known: KnownFields = RECORD;
  for (const [index, key] of path.entries()) {
    if (known.open || !known.keys) return [];
    const next = Object.hasOwn(known.keys, key) ? known.keys[key] : undefined;
    if (next) known = next;
    else if (index === path.length - 1) {
      const meant = nearest(key, Object.keys(known.keys));
      const name = path.join('.');
      return [
        {
          code: 'unknown-field',
          message: `no documented event has a field \`${name}\``,
          help: meant
            ? `did you mean \`${[...path.slice(0, -1), meant].join('.')}\`?`
            : 'the names are those of CloudTrail’s records',
        },
      ];
    } else return [];
  }
  return [];
}

/** Elasticsearch's default for a keyword in ECS. */
const IGNORE_ABOVE = 1024;

function tests({ language, text }: Query): readonly Found[] {
  if (language !== 'kql') return [];
  const parsed = parseKql(text);
  if (!parsed.ok) return [];
  const leaves = leavesOf(parsed.query);
  const found: Found[] = [];
  if (
    leaves.every(
      ({ kind, value }) => kind === 'is' && value.kind === 'wildcard' && value.pieces.every((piece) => piece === ''),
    )
  )
    found.push({
      code: 'only-wildcards',
      message: 'the query asks only whether fields are there',
      help: 'name the events: event.action: "DisableKey"',
    });
  for (const { kind, field, value } of leaves) {
    if (kind !== 'is' || field === null || field.kind === 'wildcard' || value.kind !== 'word') continue;
    const name = String(field.value);
    const most = ecsFields.find(name)?.ignoreAbove ?? IGNORE_ABOVE;
    if (detectionFields.find(name)?.type === 'keyword' && value.value.length > most)
      found.push({
        code: 'value-too-long',
        message: `the value for \`${name}\` has ${value.value.length} characters; Elasticsearch indexes at most ${most}`,
        help: 'no query finds a longer one there; compare a part with `*`',
      });
  }
  return found;
}

type Leaf = Extract<Kql, { kind: 'is' | 'range' }>;

function leavesOf(query: Kql): readonly Leaf[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.flatMap(leavesOf);
    case 'not':
    case 'nested':
      return leavesOf(query.of);
    case 'is':
    case 'range':
      return [query];
  }
}

/** KMS records refused calls like others: a rule has to say whether it means them. */
function outcome({ language, text, predicate }: Query): readonly Found[] {
  if (!wordsAt(predicate).some(({ path, word }) => path[0] === 'eventSource' && word === 'kms.amazonaws.com'))
    return [];
  const says = language === 'kql' ? /event\.outcome|aws\.cloudtrail\.error_(?:code|message)/ : /errorCode|errorMessage/;
  if (says.test(text)) return [];
  return [
    {
      code: 'no-outcome',
      message: 'the query does not say whether the call succeeded: attempts that were refused match as well',
      help:
        language === 'kql'
          ? 'add `and event.outcome: success`, or `(success or failure)` for both'
          : 'add `&& ($.errorCode NOT EXISTS)`',
    },
  ];
}
