/** The longest filter pattern that CloudWatch Logs takes (PutMetricFilter, filterPattern). */
const LONGEST = 1024;
/** Room that is left beside the names of the two events. */
const ROOM = 900;

/** Patterns of the greatest length, each made to be hard in one way. */
export const ADVERSARIAL: readonly { readonly name: string; readonly pattern: string }[] = [
  { name: 'one glob of many stars', pattern: json(`$.userAgent = "${fill('*a*b', '', 980)}*"`) },
  {
    name: 'globs that differ by one letter, any',
    pattern: json(joined((i) => `$.userAgent = "*${word(i)}*"`, ' || ')),
  },
  {
    name: 'globs of two stars, any',
    pattern: json(joined((i) => `$.userAgent = "*${word(i)}*${word(i + 1)}*"`, ' || ')),
  },
  { name: 'globs that must all match', pattern: json(joined((i) => `$.userAgent = "*${word(i)}*"`, ' && ')) },
  { name: 'comparisons, any', pattern: json(joined((i) => `$.eventName = ${word(i)}`, ' || ')) },
  { name: 'comparisons with !=, all', pattern: json(joined((i) => `$.eventName != ${word(i)}`, ' && ')) },
  { name: 'globs with !=, all', pattern: json(joined((i) => `$.userAgent != "*${word(i)}*"`, ' && ')) },
  { name: 'globs with !=, any', pattern: json(joined((i) => `$.userAgent != "*${word(i)}*"`, ' || ')) },
  { name: '!= on absent fields, all', pattern: json(joined((i) => `$.${word(i)} != x`, ' && ')) },
  {
    name: 'parentheses, as deep as they go',
    pattern: json(`${'('.repeat(495)}$.eventName = DisableKey${')'.repeat(495)}`),
  },
  {
    name: 'two long regular expressions',
    pattern: json(
      `$.userAgent = %${fill('[a-z]*[k-p]', '', 460)}% && $.userAgent = %${fill('[a-m]+[b-q]?', '', 460)}%`,
    ),
  },
  {
    name: 'overlapping expressions beside the names',
    pattern: beside(
      `$.eventID = %^${fill('[a-z]*[k-p]', '', 390)}$% || $.eventID != %^${fill('[a-m]*[b-q]', '', 390)}$%`,
    ),
  },
  {
    name: 'expressions whose sets of positions grow',
    pattern: beside(`$.eventID = %a${'.'.repeat(400)}$% || $.eventID != %a${'.'.repeat(400)}%`),
  },
  {
    name: 'more expressions than are taken',
    pattern: json(joined((i) => `$.userAgent = %^[a-z]*${word(i)}[k-p]+$%`, ' || ')),
  },
  {
    name: 'an alternation in one regular expression',
    pattern: json(`$.eventName = %${fill('[A-Z]*a|', '', 980)}DisableKey%`),
  },
  {
    name: 'wildcard indexes, as many as are taken',
    pattern: beside(['a', 'b', 'c'].map((field) => `$.resources[*].${field} != "${stars(270)}"`).join(' && ')),
  },
  { name: 'wildcard indexes, more than are taken', pattern: json(joined((i) => `$.a[*].${word(i)} = 1`, ' || ')) },
  {
    name: 'globs with !=, beside the names',
    pattern: beside(joined((i) => `$.eventID != "*z${word(i)}*"`, ' && ', ROOM)),
  },
  {
    name: 'a glob or not that glob, beside the names',
    pattern: beside(joined((i) => `($.eventID = "*${word(i)}*" || $.eventID != "*${word(i)}*")`, ' && ', ROOM)),
  },
  {
    name: 'globs of which any must match, and all must not',
    pattern: beside(
      `${joined((i) => `$.eventID = "*${word(i)}*"`, ' || ', 440)} || (${joined((i) => `$.eventID != "*${word(i)}*"`, ' && ', 440)})`,
    ),
  },
  {
    name: 'any of all, fields of their own',
    pattern: json(joined((i) => `($.${word(i)} = 1 && $.${word(i + 1)} = 2)`, ' || ')),
  },
  {
    name: 'all of any, fields of their own',
    pattern: json(joined((i) => `($.${word(i)} = 1 || $.${word(i + 1)} = 2)`, ' && ')),
  },
  { name: 'pigeons and holes', pattern: json(pigeons(4, 3)) },
  { name: 'number ranges, any', pattern: json(joined((i) => `($.a >= ${i} && $.a < ${i + 1})`, ' || ')) },
  { name: 'number ranges of two fields', pattern: json(joined((i) => `($.a > ${i} && $.b < ${i})`, ' || ')) },
  {
    name: 'IS NULL and NOT EXISTS',
    pattern: json(joined((i) => `($.${word(i)} IS NULL || $.${word(i)} NOT EXISTS)`, ' && ')),
  },
  { name: 'a deep selector', pattern: json(`$${fill('.a', '', 900)} = 1 || $.eventName = DisableKey`) },
  { name: 'optional terms', pattern: joined((i) => `?${word(i)}`, ' ', LONGEST) },
  {
    name: 'terms that must be there and must not',
    pattern: joined((i) => `${i % 2 ? '-' : ''}${word(i)}`, ' ', LONGEST),
  },
  { name: 'columns', pattern: `[${joined((i) => `${word(i)}=*${word(i)}*`, ', ', LONGEST - 2)}]` },
];

/** Both events are taken where the rest holds, so the rest decides, and documented events alone do not settle it. */
function beside(rest: string): string {
  return json(`($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion || $.errorCode = *) && (${rest})`);
}

function stars(length: number): string {
  return `*${'a*'.repeat((length - 1) / 2)}`;
}

function json(inside: string): string {
  const pattern = `{ ${inside} }`;
  if (pattern.length > LONGEST) throw new Error(`${pattern.length} characters: ${pattern}`);
  return pattern;
}

/** As many parts as fit. */
function joined(part: (i: number) => string, between: string, room = LONGEST - 4): string {
  let text = part(0);
  for (let i = 1; ; i++) {
    const next = text + between + part(i);
    if (next.length > room) return text;
    text = next;
  }
}

function fill(part: string, between: string, room: number): string {
  return joined(() => part, between, room);
}

/** ka, kb, …, la, …: short, and different from one another. */
function word(i: number): string {
  const letter = (n: number) => String.fromCharCode(97 + (n % 26));
  return letter(10 + Math.floor(i / 26)) + letter(i);
}

/** True of every event, because the pigeons do not fit into the holes; that takes a search to see. */
function pigeons(count: number, holes: number): string {
  const sits = (pigeon: number, hole: number, sign = '=') =>
    `$.eventID${sign}"*${String.fromCharCode(97 + pigeon * holes + hole)}*"`;
  const parts: string[] = [];
  for (let pigeon = 0; pigeon < count; pigeon++) {
    parts.push(`(${Array.from({ length: holes }, (_, hole) => sits(pigeon, hole, '!=')).join('&&')})`);
  }
  for (let hole = 0; hole < holes; hole++) {
    for (let one = 0; one < count; one++) {
      for (let other = one + 1; other < count; other++) parts.push(`(${sits(one, hole)}&&${sits(other, hole)})`);
    }
  }
  return parts.join('||');
}
