import { all, any, between, type Draft, FALSE, text, type } from '../../predicate/predicate.js';
import { choice, literal } from '../../predicate/text.js';
import { addressDraft } from './address-draft.js';
import { analysedDraft } from './analysed-draft.js';
import { dateDraft, instantIn } from './date-draft.js';
import type { FieldType } from './field.js';
import { exactly, PRESENT, textRange, wildcard } from './keyword-draft.js';
import { floatDraft, longDraft, numberIn } from './number-draft.js';
import { isStar, type Literal, type RangeOp, textOf, type Wildcard } from './query.js';
import { REASONS } from './reasons.js';

/** The values that a comparison takes, or why Elasticsearch answers it with an error. */
export type ValueDraft = Draft | { readonly kind: 'refused'; readonly message: string; readonly help: string };

const refused = (message: string, help: string): ValueDraft => ({ kind: 'refused', message, help });

/** Longer values are refused: the automata that compare them are bounded. */
const LONGEST = 8_000;
const LONGEST_RANGE = 500;
const LONGEST_ANALYSED = 1_000;

/** The scalar values of a field of this type of which `field: value` is true. */
export function testDraft(fieldType: FieldType, value: Literal): ValueDraft {
  if (isStar(value)) return PRESENT;
  if (value.kind === 'keyword' && value.value === null)
    return refused('null is no value that is searched', 'a missing field is `not field: *`; the word needs quotes');
  const written = textOf(value);
  const longest = fieldType === 'text' ? LONGEST_ANALYSED : LONGEST;
  if (written.length > longest)
    return refused(`the value has more than ${longest} characters`, 'shorten it, or use `*`');
  if (value.kind === 'wildcard') return wildcardDraft(fieldType, value);
  switch (fieldType) {
    case 'keyword':
    case 'flattened':
      return exactly(written);
    case 'text':
      return analysedDraft(written, value.kind === 'word' && value.quoted);
    case 'boolean':
      if (written === 'true') return any(type('true'), text(literal('true')));
      if (written === 'false')
        return any(type('false'), all(type('string'), text(choice(literal('false'), literal('')))));
      return refused(`\`${written}\` is not true or false`, 'write `true` or `false`, in lower case');
    case 'long':
    case 'float':
    case 'date':
      return ordered(fieldType, '=', written);
    case 'ip':
      return (
        addressDraft(written) ??
        refused(`\`${written}\` is not an IP address`, 'write an address, or a block such as `10.0.0.0/8`')
      );
  }
}

/** The scalar values of which `field op value` is true. */
export function rangeDraft(fieldType: FieldType, op: RangeOp, value: Literal): ValueDraft {
  if (value.kind === 'keyword' && value.value === null) return refused('null is no bound of a range', 'write a value');
  const written = textOf(value);
  if (written.length > LONGEST_RANGE)
    return refused(`the bound of the range has more than ${LONGEST_RANGE} characters`, 'shorten it');
  switch (fieldType) {
    case 'keyword':
      return textRange(op, written);
    case 'text':
      return between(FALSE, PRESENT, REASONS.textRange);
    case 'flattened':
      return refused(
        'a range over a flattened field needs both bounds, and KQL gives one',
        'write the values that you mean',
      );
    case 'boolean':
      return refused('a range over true and false says nothing', 'write `field: true` or `field: false`');
    case 'ip':
      return refused('ranges of IP addresses are not followed here', 'write a block: `field: 10.0.0.0/8`');
    case 'long':
    case 'float':
    case 'date':
      return ordered(fieldType, op, written);
  }
}

function ordered(fieldType: 'long' | 'float' | 'date', op: RangeOp | '=', written: string): ValueDraft {
  if (fieldType === 'date') {
    const instant = instantIn(written);
    if (instant !== null) return dateDraft(op, instant);
    return /^now|\|\|/.test(written)
      ? refused(`\`${written}\` is date math, which needs a clock`, 'write the date, such as `2024-05-31T12:00:00Z`')
      : refused(`\`${written}\` is not a date`, 'write it as `2024-05-31` or `2024-05-31T12:00:00Z`');
  }
  const number = numberIn(written);
  if (number === null) return refused(`\`${written}\` is not a number`, 'write a number');
  return fieldType === 'long' ? longDraft(op, number) : floatDraft(op, number);
}

/**
 * On a flattened field Kibana sends a `query_string`, of which Elasticsearch's parser splits the text at blanks. Older versions
 * compared such a wildcard with key and value together (elasticsearch#138427 changed it); we follow what came after.
 */
function wildcardDraft(fieldType: FieldType, value: Wildcard): ValueDraft {
  const { pieces } = value;
  switch (fieldType) {
    case 'keyword':
      return wildcard(pieces);
    case 'flattened': {
      if (!pieces.some((piece) => /\s/.test(piece))) return wildcard(pieces);
      return between(FALSE, PRESENT, REASONS.splitWildcard);
    }
    case 'text':
      return between(FALSE, PRESENT, REASONS.textWildcard);
    case 'boolean':
    case 'long':
    case 'float':
    case 'date':
    case 'ip': {
      const help = fieldType === 'ip' ? 'write a block: `10.0.0.0/8`' : 'write the value, or `*` for any';
      return refused('a wildcard can only be put to text', help);
    }
  }
}
