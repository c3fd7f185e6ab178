import { Refused, readSource, type Source } from './json-source.js';
import { readValue } from './parse-value.js';
import type { EventPattern, ParseResult, PatternField } from './pattern.js';

/** AWS refuses a pattern whose `$or`s multiply to more. */
const MOST_COMBINATIONS = 1000;

/** Names that EventBridge keeps for itself inside `$or` (those of its open matcher, aws/event-ruler). */
const RESERVED = new Set(
  (
    'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard ' +
    'not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ip-address-in-range ' +
    'ip-address-not-in-range'
  ).split(' '),
);

/**
 * Reads an event pattern. What AWS would refuse is refused, and so is what we do not know for certain how AWS reads
 * (an unknown operator, `$or` in another form than the documented one): never a guess.
 * @example parse('{"source":["aws.kms"]}')
 */
export function parse(text: string): ParseResult {
  try {
    const source = readSource(text);
    if (source.kind !== 'object') throw new Refused('not-an-object', 'the pattern is not a JSON object', source.span);
    const pattern = readObject(source, false);
    const combinations = combinationsOf(pattern);
    if (combinations > MOST_COMBINATIONS)
      throw new Refused(
        'or-too-many',
        `the \`$or\`s multiply to ${combinations} combinations, more than ${MOST_COMBINATIONS}`,
        source.span,
      );
    return { ok: true, pattern };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: error.error };
    throw error;
  }
}

function readObject(source: Source & { kind: 'object' }, insideOr: boolean): EventPattern {
  if (source.fields.length === 0) throw new Refused('empty-object', 'an object of the pattern is empty', source.span);
  return {
    kind: 'object',
    fields: source.fields.map(({ name, nameSpan, value }): PatternField => {
      if (name === '$or') return { kind: 'or', of: readOr(value) };
      if (insideOr && RESERVED.has(name))
        throw new Refused('or-form', `\`${name}\` is a reserved word inside \`$or\``, nameSpan);
      if (value.kind === 'object') return { kind: 'field', name, of: readObject(value, insideOr) };
      if (value.kind !== 'array')
        throw new Refused(
          'bare-value',
          `the value of \`${name}\` is neither an object nor an array`,
          value.span,
          'values stand in an array: ["aws.kms"]',
        );
      if (value.items.length === 0) throw new Refused('empty-array', `the array of \`${name}\` is empty`, value.span);
      return { kind: 'field', name, of: { kind: 'values', values: value.items.map(readValue) } };
    }),
  };
}

function readOr(source: Source): readonly EventPattern[] {
  if (source.kind !== 'array' || source.items.length < 2)
    throw new Refused('or-form', '`$or` takes an array of two objects or more', source.span);
  return source.items.map((item) => {
    if (item.kind !== 'object') throw new Refused('or-form', '`$or` takes objects only', item.span);
    return readObject(item, true);
  });
}

/** How many plain patterns the `$or`s of this one multiply to. */
export function combinationsOf(pattern: EventPattern): number {
  return pattern.fields.reduce((product, field) => {
    if (field.kind === 'or') return product * field.of.reduce((sum, branch) => sum + combinationsOf(branch), 0);
    return field.of.kind === 'object' ? product * combinationsOf(field.of) : product;
  }, 1);
}
