import { isArray, isObject, type Json } from '../predicate/json.js';
import { all, any, type Predicate, type Step, text, type } from '../predicate/predicate.js';
import { ANY_CHAR, chars, choice, literal, repeat, sequence, type Text } from '../predicate/text.js';
import { ifThere } from './record.js';

export const DIGIT = chars([0x30, 0x39]);
const HEX = chars([0x30, 0x39], [0x61, 0x66]);
const LOWER = chars([0x61, 0x7a]);
const UPPER = chars([0x41, 0x5a]);
const LABEL = chars([0x30, 0x39], [0x61, 0x7a], [0x2d, 0x2d]);
const SOME_TEXT = repeat(ANY_CHAR, 1, null);

export const digits = (count: number): Text => repeat(DIGIT, count, count);
const hex = (count: number): Text => repeat(HEX, count, count);
export const joined = (separator: string, ...parts: readonly Text[]): Text =>
  sequence(...parts.flatMap((part, index) => (index === 0 ? [part] : [literal(separator), part])));
export const words = (like: Text): Predicate => all(type('string'), text(like));

const UUID_TEXT = joined('-', hex(8), hex(4), hex(4), hex(4), hex(12));
const PARTITION = sequence(literal('aws'), repeat(LABEL, 0, null));
/** `arn:partition:service:region:account:resource`; IAM and S3 leave the Region out, S3 the account as well. */
const ARN_TEXT = joined(
  ':',
  literal('arn'),
  PARTITION,
  repeat(LABEL, 1, null),
  repeat(LABEL, 0, null),
  choice(literal(''), literal('aws'), digits(12)),
  SOME_TEXT,
);
const KEY_ARN = joined(
  ':',
  literal('arn'),
  PARTITION,
  literal('kms'),
  repeat(LABEL, 1, null),
  digits(12),
  sequence(literal('key/'), repeat(LABEL, 1, null)),
);
const KEY_ID = choice(UUID_TEXT, sequence(literal('mrk-'), hex(32)));
const OCTET = choice(
  sequence(literal('25'), chars([0x30, 0x35])),
  sequence(literal('2'), chars([0x30, 0x34]), DIGIT),
  sequence(literal('1'), DIGIT, DIGIT),
  sequence(chars([0x31, 0x39]), DIGIT),
  DIGIT,
);
const IPV4 = joined('.', OCTET, OCTET, OCTET, OCTET);
/** A global unicast address, as they are shortened. */
const IPV6 = sequence(
  chars([0x32, 0x33]),
  hex(3),
  literal(':'),
  repeat(HEX, 1, null),
  literal('::'),
  repeat(HEX, 1, null),
);
const SERVICE_TEXT = choice(
  literal('AWS Internal'),
  sequence(LOWER, repeat(chars([0x30, 0x39], [0x61, 0x7a], [0x2d, 0x2e]), 0, null), literal('.amazonaws.com')),
);

export const SAID = words(SOME_TEXT);
export const ARN = words(ARN_TEXT);
export const ACCOUNT = words(digits(12));
export const UUID = words(UUID_TEXT);
export const SERVICE = words(SERVICE_TEXT);
/** Where the call came from: an address, or the service that made it. */
export const SOURCE_ADDRESS = words(choice(IPV4, IPV6, SERVICE_TEXT));
export const REGION = words(
  joined(
    '-',
    repeat(LOWER, 2, 4),
    sequence(repeat(LOWER, 3, null), repeat(sequence(literal('-'), repeat(LOWER, 3, null)), 0, 2)),
    DIGIT,
  ),
);
export const RESOURCE_TYPE = words(joined('::', literal('AWS'), SOME_TEXT, SOME_TEXT));
export const API_VERSION = words(joined('-', sequence(literal('20'), digits(2)), digits(2), digits(2)));
export const ENDPOINT = words(sequence(literal('vpce-'), repeat(HEX, 8, 17)));
/** Empty at a sign-in, where nobody has an access key yet. */
export const ACCESS_KEY = words(choice(literal(''), repeat(chars([0x30, 0x39], [0x41, 0x5a]), 16, 128)));

/** Written out, so that the search finds each of them. */
const DAYS = Array.from({ length: 24 }, (_, index) => 7 + index);

/** Forms that an example alone does not tell. KMS API reference, ScheduleKeyDeletion. */
const BY_NAME: Readonly<Record<string, Predicate>> = {
  pendingWindowInDays: all(type('number'), text(choice(...DAYS.map((days) => literal(`${days}`))))),
  keyId: words(choice(KEY_ID, KEY_ARN)),
};

/** `Apr 1, 2026, 9:00:00 AM` */
const DATE = words(
  sequence(UPPER, LOWER, LOWER, literal(' '), repeat(DIGIT, 1, 2), literal(', 20'), DIGIT, DIGIT, SOME_TEXT),
);

/** The values of which this one is an example. */
function formOf(name: string, value: Json): Predicate {
  const known = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (known) return known;
  if (typeof value === 'boolean') return any(type('true'), type('false'));
  if (value === null) return any(type('null'), type('object'));
  if (isArray(value)) return type('array');
  if (isObject(value)) return any(type('object'), type('null'));
  if (typeof value !== 'string') return type('number');
  return textForm(value);
}

function textForm(value: string): Predicate {
  if (value.startsWith('arn:')) return ARN;
  if (/^\d{12}$/.test(value)) return ACCOUNT;
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return UUID;
  if (/^[A-Z][a-z]{2} \d/.test(value)) return DATE;
  const id = /^([a-z]+-)[0-9a-f]{8,}$/.exec(value)?.[1];
  if (id !== undefined) return words(sequence(literal(id), repeat(HEX, 8, 40)));
  if (/^[0-9a-f]{32,}$/.test(value)) return words(repeat(HEX, 32, null));
  return value === '' ? type('string') : SAID;
}

/** Every member of the documented part of a record has the form that the example shows, where it is there. */
export function formsOf(example: Json): Predicate {
  const parts: Predicate[] = [];
  const visit = (value: Json, path: readonly (string | Step)[], name: string): void => {
    if (path.length > 0) parts.push(ifThere(path, formOf(name, value)));
    if (isArray(value)) {
      // Elements of several kinds stand side by side in an organization's handshakes.
      if (value.length === 1) visit(value[0]!, [...path, 'element'], '');
    } else if (isObject(value)) for (const [key, item] of Object.entries(value)) visit(item, [...path, { key }], key);
  };
  visit(example, [], '');
  return all(...parts);
}
