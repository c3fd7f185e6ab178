import { chars, choice, literal, repeat, sequence, type Text } from '../../predicate/text.js';

type Octet = readonly [low: number, high: number];

/** The octets' ranges of an IPv4 block; undefined when it is none. Bits of the host part are ignored. */
export function ipv4Range(cidr: string): readonly Octet[] | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!found) return undefined;
  const octets = found.slice(1, 5).map(Number);
  const bits = Number(found[5]);
  if (bits > 32 || octets.some((octet) => octet > 255)) return undefined;
  return octets.map((octet, index) => {
    const free = Math.min(8, Math.max(0, 8 * (index + 1) - bits));
    const size = 2 ** free;
    const low = Math.floor(octet / size) * size;
    return [low, low + size - 1];
  });
}

export function isIpv6Range(cidr: string): boolean {
  const found = /^([0-9a-fA-F:]*:[0-9a-fA-F:]*)\/(\d{1,3})$/.exec(cidr);
  return found !== null && Number(found[2]) <= 128 && /^[0-9a-fA-F:]{2,39}$/.test(found[1]!);
}

/** The addresses of the block, as they are usually written: four decimal numbers without leading zeros. */
export function ipv4Text(range: readonly Octet[]): Text {
  return addressText(range, octetText);
}

/** The same addresses, each number with any leading zeros: whether AWS reads those is not documented. */
export function ipv4LooseText(range: readonly Octet[]): Text {
  return addressText(range, (octet) => sequence(repeat(literal('0'), 0, null), octetText(octet)));
}

/** Anything that has the look of an IPv6 address. */
export const IPV6_LIKE: Text = sequence(hexes(), literal(':'), hexes());

/** The look of an IPv4 address inside an IPv6 one (`::ffff:a00:1`). */
export const IPV4_IN_IPV6: Text = sequence(hexes(), choice(literal('ffff'), literal('FFFF')), literal(':'), hexes());

function hexes(): Text {
  return repeat(chars([0x30, 0x3a], [0x41, 0x46], [0x61, 0x66]), 0, null);
}

function addressText(range: readonly Octet[], octet: (octet: Octet) => Text): Text {
  return sequence(...range.flatMap((part, index) => (index === 0 ? [octet(part)] : [literal('.'), octet(part)])));
}

const digit = (first: number, last: number): Text => chars([0x30 + first, 0x30 + last]);

const ANY_OCTET: Text = choice(
  digit(0, 9),
  sequence(digit(1, 9), digit(0, 9)),
  sequence(literal('1'), digit(0, 9), digit(0, 9)),
  sequence(literal('2'), digit(0, 4), digit(0, 9)),
  sequence(literal('25'), digit(0, 5)),
);

function octetText([low, high]: Octet): Text {
  if (low === 0 && high === 255) return ANY_OCTET;
  return choice(...Array.from({ length: high - low + 1 }, (_, index) => literal(String(low + index))));
}
