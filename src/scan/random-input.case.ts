import { constants, deflateRawSync, gzipSync, type ZlibOptions } from 'node:zlib';
import { ENVELOPES, envelope, WRAPPERS, wrap } from './scan.case.js';

/** An input for a scan, made from a number alone: events in some wrapper, packed somehow, damaged here and there. */
export interface RandomInput {
  readonly bytes: Buffer;
  /** What was done to make it: `lines/gzip/flip`. */
  readonly kind: { readonly wrapper: string; readonly packing: string; readonly damage: string };
  /** Into how large pieces it is cut for each of two readings. */
  readonly pieces: readonly [number, number];
}

type Choose = (below: number) => number;

/** Mulberry32: small, fast, and the same everywhere. */
export function chooser(seed: number): Choose {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export function randomInput(seed: number): RandomInput {
  const { wrapper, packing, inside, packed } = baseOf(Math.floor(seed / FROM_ONE));
  const choose = chooser(~seed);
  const outside = pick(choose, BYTE_DAMAGE);
  const least = packed.length >> (choose(16) === 0 ? 8 : 4);
  return {
    bytes: DAMAGE[outside](packed, choose),
    kind: { wrapper, packing, damage: inside === outside ? inside : `${inside}+${outside}` },
    pieces: [Math.max(piece(choose), least), Math.max(piece(choose), least)],
  };
}

/** To make a text and to pack it costs most: so many inputs are made from one, damaged differently. */
const FROM_ONE = 4;
interface Base {
  readonly wrapper: string;
  readonly packing: string;
  readonly inside: string;
  readonly packed: Buffer;
}
let last: { readonly number: number; readonly base: Base } | null = null;

function baseOf(number: number): Base {
  if (last?.number !== number) last = { number, base: makeBase(number) };
  return last.base;
}

function makeBase(number: number): Base {
  const choose = chooser(number);
  const size = choose(300) === 0 ? 60 + choose(900) : choose(9);
  const events = Array.from({ length: size }, () => randomEvent(choose));
  const wrapper = pick(choose, [...WRAPPERS, ...ENVELOPES]);
  const inside = pick(choose, TEXT_DAMAGE);
  const text = DAMAGE[inside](Buffer.from(dressed(written(wrapper, events, choose), choose)), choose);
  const packing = pick(choose, PACKINGS);
  return { wrapper, packing, inside, packed: pack(packing, text, choose) };
}

type Form = (typeof WRAPPERS)[number] | (typeof ENVELOPES)[number];
const isEnvelope = (form: Form): form is (typeof ENVELOPES)[number] => ENVELOPES.some((one) => one === form);

function written(form: Form, events: readonly object[], choose: Choose): string {
  if (!isEnvelope(form)) return wrap(form, events, choose);
  return envelope(form, events, choose)
    .map((one) => `${JSON.stringify(one)}\n`)
    .join('');
}

const pick = <T>(choose: Choose, from: readonly T[]): T => from[choose(from.length)]!;

const piece = (choose: Choose): number =>
  choose(4) === 0 ? 1 + choose(16) : choose(2) === 0 ? 1 + choose(400) : 1 << (8 + choose(13));

const NOISE: readonly unknown[] = [
  'DisableKey',
  'kms:Decrypt',
  'a"b',
  '\\',
  '\\"',
  '{"Records":[{"eventName":"DisableKey"}]}',
  '}],[{',
  'é€😀',
  '\u0000',
  '\n{"eventVersion":"1"}',
  0,
  -1.5,
  1e30,
  true,
  null,
  [],
  {},
  [[]],
  [{}],
  { a: [{ b: '}' }] },
  { Records: [{ eventName: 'DisableKey', eventSource: 'kms.amazonaws.com' }] },
  { events: [] },
];

function randomEvent(choose: Choose): object {
  const event: Record<string, unknown> = {};
  const maybe = (name: string, value: () => unknown): void => {
    if (choose(5) > 0) event[name] = value();
  };
  maybe('eventVersion', () => '1.11');
  maybe('userIdentity', () => ({}));
  maybe('eventTime', () => '2026-11-20T10:00:00Z');
  maybe('eventSource', () => pick(choose, ['kms.amazonaws.com', 's3.amazonaws.com']));
  maybe('eventName', () =>
    pick(choose, ['DisableKey', 'ScheduleKeyDeletion', 'Decrypt', 'DisableKe', 'isableKey', 'x']),
  );
  if (choose(3) === 0) event.errorCode = pick(choose, ['AccessDenied', 'AccessDeniedException', 'Throttling', null]);
  if (choose(4) === 0) event.errorMessage = pick(choose, ['User is not authorized to do it', 'not so']);
  maybe('userAgent', () => pick(choose, ['agent/one', 'agent/two']));
  maybe('requestParameters', () =>
    choose(2) === 0
      ? { [pick(choose, ['pendingWindowInDays', 'inside', 'Records', 'events'])]: pick(choose, NOISE) }
      : pick(choose, NOISE),
  );
  if (choose(3) === 0) event.resources = [pick(choose, NOISE), pick(choose, NOISE)];
  maybe('filler', () => 'x'.repeat(choose(choose(500) === 0 ? 70_000 : 90)));
  return event;
}

/** What editors, tools and shells put around a text. */
function dressed(text: string, choose: Choose): string {
  switch (choose(12)) {
    case 0:
      return `\ufeff${text}`;
    case 1:
      return text.replaceAll('\n', '\r\n');
    case 2:
      return `${text}${text}`;
    case 3:
      return `\n\n  ${text}\n`;
    case 4:
      return `\u001e${text}\n`;
    case 5:
      return `not a log\n${text}`;
    default:
      return text;
  }
}

const PACKINGS = ['plain', 'plain', 'gzip', 'gzip', 'members', 'header', 'utf-16le', 'utf-16be'] as const;

function pack(packing: (typeof PACKINGS)[number], text: Buffer, choose: Choose): Buffer {
  switch (packing) {
    case 'plain':
      return text;
    case 'gzip':
      return gzipSync(text, zipOptions(choose));
    case 'members': {
      const parts: Buffer[] = [];
      for (let at = 0; at < text.length || parts.length === 0; ) {
        const length = choose(3) === 0 && parts.length < 12 ? choose(5) : 1 + choose(text.length);
        parts.push(gzipSync(text.subarray(at, at + length), zipOptions(choose)));
        if (choose(6) === 0) parts.push(Buffer.alloc(choose(600)));
        at += length;
      }
      return Buffer.concat(parts);
    }
    case 'header':
      return withLongHeader(text, choose);
    case 'utf-16le':
      return Buffer.from(`\ufeff${text.toString()}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text.toString()}`, 'utf16le').swap16();
  }
}

const zipOptions = (choose: Choose): ZlibOptions => ({
  level: choose(10),
  memLevel: 1 + choose(9),
  strategy: pick(choose, [
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
    constants.Z_FILTERED,
  ]),
});

/** With every member of a gzip header that there may be (RFC 1952, 2.3). */
function withLongHeader(text: Buffer, choose: Choose): Buffer {
  const zipped = gzipSync(text);
  const flags = choose(32);
  const extra = Buffer.alloc(choose(300), 0x1f);
  return Buffer.concat([
    zipped.subarray(0, 3),
    Buffer.of(flags),
    zipped.subarray(4, 10),
    ...(flags & 4 ? [Buffer.of(extra.length & 255, extra.length >> 8), extra] : []),
    ...(flags & 8 ? [Buffer.from('name\0')] : []),
    ...(flags & 16 ? [Buffer.from('{"comment":1}\0')] : []),
    ...(flags & 2 ? [Buffer.of(1, 2)] : []),
    deflateRawSync(text, zipOptions(choose)),
    zipped.subarray(-8),
  ]);
}

type Damage = (bytes: Buffer, choose: Choose) => Buffer;

const TOKENS = [
  ...['"', '\\', '{', '}', '[', ']', '\n', ',', ':', '\u0000', '\\u0044', '"Records":[', '"events" : [', '},{"event'],
  ...['\u001f\u008b\b', '\\\\"', '{"eventVersion"', '\n{', '\ufeff', ']}', '2026-11-20T10:00:00Z '],
].map((token) => Buffer.from(token, 'latin1'));

const DAMAGE = {
  none: (bytes) => bytes,
  flip: (bytes, choose) => {
    const damaged = Buffer.from(bytes);
    for (let n = 1 + choose(3); n > 0 && damaged.length > 0; n--)
      damaged[choose(damaged.length)]! ^= choose(2) === 0 ? 1 << choose(8) : choose(256);
    return damaged;
  },
  token: (bytes, choose) => {
    let damaged = bytes;
    for (let n = 1 + choose(3); n > 0; n--) {
      const at = choose(damaged.length + 1);
      damaged = Buffer.concat([damaged.subarray(0, at), pick(choose, TOKENS), damaged.subarray(at + choose(3))]);
    }
    return damaged;
  },
  cut: (bytes, choose) => bytes.subarray(0, choose(bytes.length + 1)),
  hole: (bytes, choose) => {
    const at = choose(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + choose(80))]);
  },
  twice: (bytes, choose) => {
    const at = choose(bytes.length + 1);
    const end = at + choose(200);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
  },
  after: (bytes, choose) => Buffer.concat([bytes, noise(choose, 1 + choose(40))]),
  zeros: (bytes, choose) => {
    const damaged = Buffer.from(bytes);
    const at = choose(bytes.length + 1);
    damaged.fill(0, at, Math.min(bytes.length, at + choose(64)));
    return damaged;
  },
  random: (bytes, choose) => noise(choose, choose(Math.min(bytes.length, 500) + 1)),
} as const satisfies Record<string, Damage>;

function noise(choose: Choose, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => choose(256)));
}

const TEXT_DAMAGE = ['none', 'none', 'none', 'token', 'cut', 'hole', 'twice', 'flip'] as const;
const BYTE_DAMAGE = [
  ...['none', 'none', 'none', 'none', 'flip', 'flip', 'cut', 'cut', 'hole', 'twice', 'after', 'zeros'],
  'random',
] as const satisfies readonly (keyof typeof DAMAGE)[];
