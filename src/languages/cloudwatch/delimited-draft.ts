import { all, any, at, type Draft, FALSE, not, TRUE, unknown } from '../../predicate/predicate.js';
import type { DelimitedField, FieldCondition } from './pattern.js';
import { FIELD_COUNT, TIGHT_OPERATOR } from './reasons.js';
import { fieldDraft } from './value-draft.js';

/**
 * A space-delimited pattern over the fields of a message, as `messageFields` gives them: from the first and from the last.
 * More fields than the pattern names: the documentation of 2021 says no, that of 2022 says that the last one takes the rest.
 */
export function delimitedDraft(fields: readonly DelimitedField[]): Draft {
  if (fields.length === 0) return TRUE;
  const rest = fields.findIndex((field) => field.kind === 'rest');
  if (rest < 0) return exactly(fields);
  const before = fields.slice(0, rest);
  const after = fields.slice(rest + 1).reverse();
  return all(
    atLeast(fields.length - 1),
    ...before.map((field, index) => at(['first', { index }], oneField(field))),
    ...after.map((field, index) => at(['last', { index }], oneField(field))),
  );
}

function exactly(fields: readonly DelimitedField[]): Draft {
  const count = fields.length;
  const more = atLeast(count + 1);
  const final = at(['first', { index: count - 1 }], oneField(fields.at(-1)!));
  return all(
    atLeast(count),
    ...fields.slice(0, -1).map((field, index) => at(['first', { index }], oneField(field))),
    any(all(not(more), final), all(more, unknown(FIELD_COUNT))),
  );
}

const atLeast = (count: number): Draft => (count === 0 ? TRUE : at(['first', { index: count - 1 }], TRUE));

function oneField(field: DelimitedField): Draft {
  if (field.kind === 'rest') return FALSE;
  if (field.tight) return unknown(TIGHT_OPERATOR);
  return field.condition === null ? TRUE : conditionDraft(field.condition);
}

function conditionDraft(condition: FieldCondition): Draft {
  switch (condition.kind) {
    case 'and':
      return all(...condition.of.map(conditionDraft));
    case 'or':
      return any(...condition.of.map(conditionDraft));
    case 'compare':
      return fieldDraft(condition);
  }
}
