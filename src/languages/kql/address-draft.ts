import { all, between, type Draft, text, type } from '../../predicate/predicate.js';
import { type CharRange, chars, choice, literal, repeat, sequence, type Text } from '../../predicate/text.js';
import { ipv4Range, ipv4Text } from '../eventbridge/cidr.js';
import { PRESENT } from './keyword-draft.js';
import { REASONS } from './reasons.js';

/**
 * The addresses that a `term` of an `ip` field takes: one, or the block of a CIDR notation, however they are spelt. Null when the
 * text is neither, which Elasticsearch answers with an error. An IPv4 address is the same as its IPv6 form `::ffff:a.b.c.d`.
 */
export function addressDraft(value: string): Draft | null {
  const [address = '', bits, ...more] = value.split('/');
  if (more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null;
  const range = ipv4Range(`${address}/${bits ?? 32}`);
  if (range) {
    if (/(?:^|\.)0\d/.test(address)) return null;
    const dotted = choice(ipv4Text(range), sequence(MAPPED, ipv4Text(range)));
    return addresses(dotted, choice(dotted, sequence(MAPPED, REST)));
  }
  const groups = groupsOf(address);
  const length = Number(bits ?? 128);
  if (groups === null || length > 128) return null;
  if (length === 0) return PRESENT;
  const block = length === 128 ? spellings(groups) : blockText(groups, length);
  if (block === null) return addresses(choice(), choice(LIKE_IPV6, ipv4Text(EVERY)));
  const plain = length === 128 ? mappedAddress(groups) : null;
  const same = plain === null ? block : choice(block, literal(plain));
  return addresses(same, same);
}

/** The IPv4 address that it is another form of. */
function mappedAddress(groups: readonly number[]): string | null {
  if (groups[5] !== 0xffff || groups.slice(0, 5).some((group) => group !== 0)) return null;
  return dottedEnd(groups);
}

const dottedEnd = (groups: readonly number[]): string =>
  groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');

const EVERY = [0, 1, 2, 3].map(() => [0, 255] as const);

function addresses(surely: Text, possibly: Text): Draft {
  const string = (like: Text) => all(type('string'), text(like));
  return surely === possibly ? string(surely) : between(string(surely), string(possibly), REASONS.address);
}

const colon = literal(':');
const HEX: readonly CharRange[] = [
  [0x30, 0x39],
  [0x41, 0x46],
  [0x61, 0x66],
];
/** What may follow: groups, colons, and an IPv4 address at the end. */
const REST: Text = repeat(chars([0x2e, 0x2e], [0x3a, 0x3a], ...HEX), 0, null);
const LIKE_IPV6: Text = sequence(REST, colon, REST);
/** `::ffff:` and its longer spellings. */
const MAPPED: Text = sequence(
  repeat(chars([0x30, 0x30], [0x3a, 0x3a]), 2, null),
  repeat(chars([0x46, 0x46], [0x66, 0x66]), 4, 4),
  colon,
);

/** The eight groups of an IPv6 address; null when it is none. An IPv4 address at its end stands for two of them. */
function groupsOf(address: string): readonly number[] | null {
  const dotted = /^(.*:)(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.exec(address);
  if (dotted) {
    const octets = ipv4Range(`${dotted[2]}/32`)?.map(([octet]) => octet.toString(16).padStart(2, '0'));
    return octets ? groupsOf(`${dotted[1]}${octets[0]}${octets[1]}:${octets[2]}${octets[3]}`) : null;
  }
  const halves = address.split('::');
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}

/**
 * A block of which the fixed groups are not 0, so that they are always written out; a group that is fixed in part must need all of
 * its four digits. Null for other blocks.
 */
function blockText(groups: readonly number[], bits: number): Text | null {
  const whole = Math.floor(bits / 16);
  const free = 16 - (bits % 16);
  const fixed = groups.slice(0, whole);
  if (fixed.includes(0)) return null;
  const start = fixed.flatMap((group) => [groupText(group), colon]);
  if (free === 16) return sequence(...start, REST);
  const least = Math.floor(groups[whole]! / 2 ** free) * 2 ** free;
  return least < 0x1000 ? null : sequence(...start, partText(least, free), colon, REST);
}

/** Four digits, of which the last `free` bits are open. */
function partText(least: number, free: number): Text {
  const digits = [3, 2, 1, 0].map((place) => {
    const open = Math.min(4, Math.max(0, free - 4 * place));
    const low = Math.floor(least / 16 ** place) % 16;
    return choice(...Array.from({ length: 2 ** open }, (_, index) => digitText(low + index)));
  });
  return sequence(...digits);
}

function digitText(value: number): Text {
  const digit = value.toString(16);
  return digit === digit.toUpperCase() ? literal(digit) : choice(literal(digit), literal(digit.toUpperCase()));
}

/** A group in any case, with leading zeros or without. */
function groupText(group: number): Text {
  const digits = [...group.toString(16)];
  return sequence(
    repeat(literal('0'), 0, 4 - digits.length),
    ...digits.map((digit) => digitText(Number.parseInt(digit, 16))),
  );
}

/** One address, with any of its runs of zeros left out, or none, and with its end as an IPv4 address or not. */
function spellings(groups: readonly number[]): Text {
  const dotted = literal(dottedEnd(groups));
  const tails: readonly Text[][] = [groups.map(groupText), [...groups.slice(0, 6).map(groupText), dotted]];
  const forms: Text[] = [];
  for (const parts of tails) {
    forms.push(sequence(...joined(parts)));
    for (let from = 0; from < parts.length; from++)
      for (let to = from + 1; to <= parts.length && groups[to - 1] === 0 && parts[to - 1] !== dotted; to++)
        forms.push(sequence(...joined(parts.slice(0, from)), literal('::'), ...joined(parts.slice(to))));
  }
  return choice(...forms);
}

const joined = (parts: readonly Text[]): readonly Text[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [colon, part]));
