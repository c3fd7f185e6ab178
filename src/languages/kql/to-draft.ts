import { foldAll, foldAny, isFalse, isTrue } from '../../predicate/fold.js';
import { type Draft, FALSE, not, TRUE } from '../../predicate/predicate.js';
import { choice, type Text } from '../../predicate/text.js';
import { globTest, wordsOf } from '../../predicate/text-test.js';
import type { Field, Fields } from './field.js';
import { nearestNames } from './nearest-names.js';
import { isStar, type Name, type Query, type QueryError, type Range, type Test, textOf } from './query.js';
import { Refusal, refuse } from './scanner.js';
import { rangeDraft, testDraft, type ValueDraft } from './value-draft.js';

export interface DraftOptions {
  /** A field that is not known is an `error`; with `absent` it has no value in any event, as an index without it would answer. */
  readonly unknownFields?: 'error' | 'absent';
  /** Why a field cannot be asked for although the index has it. Such a one is always an error: that it is absent would be a guess. */
  readonly unsupported?: (name: string) => string | undefined;
}

export type Drafted = { readonly ok: true; readonly draft: Draft } | { readonly ok: false; readonly error: QueryError };

/**
 * The events that the query finds among documents with these fields, as Elastic's detection engine runs it: with regard to case, and
 * leading wildcards allowed. Rests on what Kibana's kbn-es-query makes of each test (term, wildcard, match, range, exists), and on
 * Elasticsearch's pages of these queries and of the field types. What Elasticsearch answers with an error is one here.
 */
export function toDraft(query: Query, fields: Fields, options: DraftOptions = {}): Drafted {
  try {
    return { ok: true, draft: draftOf(query, { ...options, fields }) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.error };
    throw error;
  }
}

interface Scope extends DraftOptions {
  readonly fields: Fields;
}

function draftOf(query: Query, scope: Scope): Draft {
  switch (query.kind) {
    case 'and':
      return foldAll(query.of.map((part) => draftOf(part, scope)));
    case 'or':
      return anyOf(query.of, scope);
    case 'not': {
      const of = draftOf(query.of, scope);
      return isTrue(of) ? FALSE : isFalse(of) ? TRUE : not(of);
    }
    case 'is':
      if (isEverything(query)) return TRUE;
      return inFields(valuesByField(query, scope));
    case 'range':
      return inFields(valuesByField(query, scope));
    case 'nested':
      return refuse(
        'nested-field',
        `\`${query.path === null ? 'null' : textOf(query.path)}\` holds no nested objects`,
        query.span,
        'name the field itself: `path.field: value`',
      );
  }
}

/** `*:*`, and `*` alone: every event has some field. */
const isEverything = ({ field, value }: Test): boolean => isStar(value) && (field === null || isStar(field));

const inFields = (valued: Valued): Draft => foldAny(valued.map(([field, values]) => field.some(values)));

/** Tests of one field are put together: some value is in one list or in another just when some value is in either. */
function anyOf(queries: readonly Query[], scope: Scope): Draft {
  const byField = new Map<string, { readonly field: Field; readonly values: Draft[] }>();
  const others: Draft[] = [];
  for (const query of queries.flatMap(alternatives)) {
    if (query.kind !== 'is' || query.field === null || query.field.kind === 'wildcard')
      others.push(draftOf(query, scope));
    else
      for (const [field, values] of valuesByField(query, scope)) {
        const known = byField.get(field.name);
        if (known) known.values.push(values);
        else byField.set(field.name, { field, values: [values] });
      }
  }
  const drafts = [...byField.values()].map(({ field, values }) => field.some(oneList(values)));
  return foldAny([...drafts, ...others]);
}

const alternatives = (query: Query): readonly Query[] =>
  query.kind === 'or' ? query.of.flatMap(alternatives) : [query];

/** Words become one list, which is looked up at once. */
function oneList(values: readonly Draft[]): Draft {
  const words: Text[] = [];
  const others: Draft[] = [];
  for (const value of values) {
    if (value.kind === 'text' && wordsOf(value.like)) words.push(value.like);
    else others.push(value);
  }
  return foldAny(words.length === 0 ? others : [{ kind: 'text', like: choice(...words) }, ...others]);
}

type Valued = readonly (readonly [Field, Draft])[];

/** The fields that a test asks, and the values of each of which it is true. Of an absent field there are none. */
function valuesByField(query: Test | Range, scope: Scope): Valued {
  const { field: name, value } = query;
  if (name === null)
    refuse(
      'field-missing',
      `\`${textOf(value)}\` is searched in every field, and which these are depends on the index`,
      query.span,
      'name the field: `event.action: value`; a value with a colon in it needs double quotes',
    );
  return fieldsOf(name, scope).map((field) => {
    const values = query.kind === 'is' ? testDraft(field.type, value) : rangeDraft(field.type, query.op, value);
    return [field, accepted(values, field, query)] as const;
  });
}

function accepted(values: ValueDraft, field: Field, query: Test | Range): Draft {
  if (values.kind !== 'refused') return values;
  const named = `\`${field.name}\` is of type ${field.type}`;
  return refuse('value', `${values.message}: ${named}`, query.value.span ?? query.span, values.help);
}

function fieldsOf(name: Name, { fields, unknownFields, unsupported }: Scope): readonly Field[] {
  const written = textOf(name);
  const names = name.kind === 'wildcard' ? fields.names.filter(globTest(name.pieces)) : [written];
  const found = names.flatMap((known) => fields.find(known) ?? []);
  if (found.length > 0) return found;
  const why = unsupported?.(written);
  if (why !== undefined) refuse('unsupported-field', why, name.span);
  if (unknownFields === 'absent') return found;
  if (name.kind === 'wildcard')
    return refuse('unknown-field', `no field is like \`${written}\``, name.span, 'name the field');
  const near = nearestNames(written, fields.names).map((known) => `\`${known}\``);
  return refuse(
    'unknown-field',
    `there is no field \`${written}\``,
    name.span,
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'names of fields are those of ECS, such as `event.action`',
  );
}
