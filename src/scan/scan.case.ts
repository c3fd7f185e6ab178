import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Json } from '../predicate/json.js';
import { all, any, at, exists, is, not, type Predicate, text } from '../predicate/predicate.js';
import { contains, startsWith } from '../predicate/text.js';
import type { ItemResult, ScanProblem } from './item.js';
import type { ScanPlan } from './plan.js';
import { scanItems } from './scan-items.js';

const named = (source: string, ...names: string[]): Predicate =>
  all(at(['eventSource'], is(source)), at(['eventName'], any(...names.map(is))));

/** Names that begin alike, of every length at which literals are told apart in another way, and that differ late. */
const ARNS = [8, 33, 34, 35, 36, 39, 47, 48, 49, 50, 59, 60, 61, 64, 90].flatMap((length) => {
  const begun = 'arn:aws:sts::111122223333:assumed-role/'.slice(0, length - 4).padEnd(length - 4, 'r');
  return ['a-1z', 'b-2y', 'c-3x'].map((end) => begun + end);
});
/** Those that a rule names; the others are told from them only by their ends. */
const NAMED = ARNS.filter((_, n) => n % 3 === 1);

/** Rules of each kind: a name, a part of a text, a key, a place inside, none of the outermost members. */
export const PLAN: ScanPlan = {
  rules: [
    {
      id: 'lost',
      predicate: all(named('kms.amazonaws.com', 'DisableKey', 'ScheduleKeyDeletion'), not(exists('errorCode'))),
    },
    { id: 'denied', predicate: at(['errorCode'], text(startsWith('AccessDenied'))) },
    { id: 'part', predicate: at(['errorMessage'], text(contains('not authorized'))) },
    { id: 'window', predicate: exists('requestParameters', 'pendingWindowInDays') },
    { id: 'inside', predicate: at(['requestParameters', 'inside'], is('kms:Decrypt')) },
    { id: 'slash', predicate: at(['userAgent'], is('agent/one')) },
    { id: 'callers', predicate: at(['userIdentity', 'arn'], any(...NAMED.map(is))) },
  ],
};

export interface Scanned {
  /** `rules@offset event`, in order. */
  readonly matched: readonly string[];
  readonly problems: readonly ScanProblem[];
  readonly events: number;
  readonly inflated: number;
  readonly parts: readonly ItemResult[];
}

/** Scans bytes as one item, in pieces of the given size. */
export async function scanBytes(
  bytes: Uint8Array,
  {
    engine = 'wasm',
    piece = 1 << 20,
    plan = PLAN,
  }: { engine?: 'wasm' | 'plain'; piece?: number; plan?: ScanPlan } = {},
): Promise<Scanned> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece);
  }
  async function* items() {
    yield { kind: 'stream', name: 'bytes', chunks: chunks() } as const;
  }
  const parts: ItemResult[] = [];
  await scanItems(items(), plan, { engine, workers: 0, onItem: (part) => void parts.push(part) });
  const sum = (of: (part: ItemResult) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return {
    matched: parts.flatMap(({ matched }) =>
      matched.map(({ rules, offset, event }) => `${rules.join()}@${offset} ${JSON.stringify(event)}`),
    ),
    problems: parts.flatMap(({ problems }) => problems),
    events: sum(({ events }) => events),
    inflated: sum(({ bytesInflated }) => bytesInflated),
    parts,
  };
}

const WORDS = [
  'DisableKey',
  'Decrypt',
  'ScheduleKeyDeletion',
  'AccessDenied',
  'AccessDeniedException',
  'kms:Decrypt',
  '',
];
const noise: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('a"b', '\\', '\\"', '{"Records":[{"eventName":"DisableKey"}]}', '}],[{', 'é€😀', '\u0000', '/'),
  fc.constantFrom(0, 12, -1.5, true, null, [], {}, [[]], [{}], { a: [{ b: '}' }] }),
);

/** Records that look like CloudTrail's, near enough to the rules that many match. */
const RECORD = {
  eventVersion: fc.constant('1.11'),
  userIdentity: fc.oneof(
    fc.constantFrom({}, { type: 'Root' }),
    fc.constantFrom(...ARNS).map((arn) => ({ type: 'AssumedRole', arn })),
  ),
  eventTime: fc.constant('2026-11-20T10:00:00Z'),
  eventSource: fc.constantFrom('kms.amazonaws.com', 's3.amazonaws.com'),
  eventName: fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 8 })),
  errorCode: fc.oneof(fc.constantFrom(...WORDS), noise),
  errorMessage: fc.constantFrom('User is not authorized to do it', 'not so', 'Rate exceeded'),
  userAgent: fc.constantFrom('agent/one', 'agent/two', 'agent'),
  requestParameters: fc.oneof(
    fc.dictionary(fc.constantFrom('pendingWindowInDays', 'keyId', 'inside', 'Records', 'events'), noise, {
      maxKeys: 3,
    }),
    noise,
  ),
  resources: fc.array(noise, { maxLength: 3 }),
  filler: fc.nat(90).map((n) => 'x'.repeat(n)),
};
export const records: fc.Arbitrary<object> = fc
  .oneof(
    fc.record(RECORD, { requiredKeys: [] }),
    fc.record(RECORD, { requiredKeys: ['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName'] }),
  )
  .map((record) => record as object);

/** Prints JSON in some layout: blanks, escapes that need not be, members in another order. */
export function printLoosely(value: unknown, choose: (below: number) => number): string {
  const blank = (): string => (choose(6) === 0 ? [' ', '\n', '\t', '\r\n  '][choose(4)]! : '');
  if (typeof value === 'string') {
    const printed = JSON.stringify(value).slice(1, -1);
    const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    if (choose(12) === 0) return `"${printed.replaceAll('/', '\\/')}"`;
    return `"${choose(12) === 0 ? printed.replace(/(?<!\\.*)[a-zA-Z]/, escaped) : printed}"`;
  }
  if (Array.isArray(value)) return `[${value.map((item) => blank() + printLoosely(item, choose) + blank()).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (choose(4) === 0) entries.reverse();
    const members = entries.map(
      ([key, item]) => `${blank()}${printLoosely(key, choose)}${blank()}:${blank()}${printLoosely(item, choose)}`,
    );
    return `{${members.join(',')}${blank()}}`;
  }
  return JSON.stringify(value);
}

/** How events are packed into a file. */
export const WRAPPERS = [
  'records',
  'lines',
  'concatenated',
  'array',
  'pretty',
  'lookup',
  'filter',
  'bridge',
  'log',
  'strings',
] as const;

/** Those of which nothing is known but that whole events are somewhere in them. */
export const ENVELOPES = ['sns', 'sqs', 'hits', 'rows', 'kinesis', 'subscription', 'deep'] as const;

/** Each is one document, whatever is in it. */
export function envelope(
  kind: (typeof ENVELOPES)[number],
  events: readonly object[],
  choose: (below: number) => number,
): readonly Json[] {
  const texts = events.map((event) => printLoosely(event, choose));
  const base64 = (bytes: string | Buffer): string => Buffer.from(bytes as string).toString('base64');
  switch (kind) {
    case 'sns':
      return texts.map((Message) => ({ Type: 'Notification', Message }));
    case 'sqs':
      return [{ Messages: texts.map((Message) => ({ Body: JSON.stringify({ Type: 'Notification', Message }) })) }];
    case 'hits':
      return [{ hits: { hits: texts.map((original) => ({ _source: { event: { original }, message: 'x' } })) } }];
    case 'rows':
      return texts.map((_, n) => [{ data: { items: [events[n] as Json] } }]);
    case 'kinesis':
      return texts.map((data, n) => ({
        kinesis: { data: base64(n % 2 ? data : gzipSync(data)) },
        eventVersion: '1.0',
      }));
    case 'subscription': {
      const logEvents = texts.map((message, n) => ({ id: `${n}`, timestamp: n, message }));
      return [{ awslogs: { data: base64(gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents }))) } }];
    }
    case 'deep':
      return events.map((event) => Array.from({ length: 9 }).reduce<Json>((inner) => [inner], event as Json));
  }
}

export function wrap(
  kind: (typeof WRAPPERS)[number],
  events: readonly object[],
  choose: (below: number) => number,
): string {
  const texts = events.map((event) => printLoosely(event, choose));
  const onOneLine = texts.map((one) => JSON.stringify(JSON.parse(one)));
  switch (kind) {
    case 'records':
      return `{${choose(2) === 0 ? '"NextToken":"x",' : ''}"Records":[${texts.join(',')}]${choose(2) === 0 ? ',"after":[1]' : ''}}`;
    case 'lines':
      return onOneLine.map((one) => `${one}\n`).join('');
    case 'concatenated':
      return texts.join('');
    case 'array':
      return `\ufeff[${texts.join(', ')}]`;
    case 'pretty':
      return JSON.stringify({ Records: events }, null, 2);
    case 'lookup':
      return JSON.stringify(
        { Events: texts.map((one) => ({ EventId: 'e', CloudTrailEvent: one })), NextToken: 't' },
        null,
        4,
      );
    case 'filter':
      return JSON.stringify({
        events: texts.map((one) => ({ timestamp: 1, ingestionTime: 2, message: one })),
        searchedLogStreams: [],
      });
    case 'bridge':
      return texts
        .map((one) => `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":${one}}\n`)
        .join('');
    case 'log':
      return onOneLine.map((one) => `2024-01-01T00:00:00.000Z ${one}\n`).join('');
    case 'strings':
      return JSON.stringify(texts);
  }
}
