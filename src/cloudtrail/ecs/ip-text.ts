import { chars, choice, literal, repeat, sequence, type Text } from '../../predicate/text.js';

const digit = chars([0x30, 0x39]);
const character = (from: string, to: string) => chars([from.charCodeAt(0), to.charCodeAt(0)]);

const octet = choice(
  sequence(literal('25'), character('0', '5')),
  sequence(literal('2'), character('0', '4'), digit),
  sequence(literal('1'), digit, digit),
  sequence(character('1', '9'), digit),
  digit,
);
const dot = literal('.');
const ipv4 = sequence(octet, dot, octet, dot, octet, dot, octet);

const group = repeat(chars([0x30, 0x39], [0x41, 0x46], [0x61, 0x66]), 1, 4);
const colon = literal(':');
const before = (times: number): Text => repeat(sequence(group, colon), times, times);

/** All groups written out, the last two perhaps as an IPv4 address. */
const whole = choice(sequence(before(7), group), sequence(before(6), ipv4));

/** `::` for the groups left out: `ahead` groups before it, at most `room` after it. */
const shortened = choice(
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((ahead) => {
    const left = ahead === 0 ? literal(':') : sequence(before(ahead - 1), group, colon);
    const room = 7 - ahead;
    const ends: Text[] = [literal('')];
    if (room >= 1) ends.push(sequence(repeat(sequence(group, colon), 0, room - 1), group));
    if (room >= 2) ends.push(sequence(repeat(sequence(group, colon), 0, room - 2), ipv4));
    return sequence(left, colon, choice(...ends));
  }),
);

/** The strings that are an IPv4 or an IPv6 address and nothing else: no zone, no leading zeros, no port. */
export const IP_ADDRESS: Text = choice(ipv4, whole, shortened);
