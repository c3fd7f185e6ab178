import { detectionFields } from '../../cloudtrail/detection-fields.js';
import { unsupported } from '../../cloudtrail/ecs/index.js';
import { type Query, toDraft } from '../../languages/kql/index.js';
import { bound } from '../../predicate/bound.js';
import { all, type Draft, not, type Predicate, text } from '../../predicate/predicate.js';
import type { Node } from '../node.js';
import { oneOf, textsOf } from '../node-values.js';
import { fieldName } from '../read-detection.js';
import { wildcardText } from './wildcard.js';

const ENTRIES = ['match', 'match_any', 'exists', 'wildcard'] as const;

/**
 * The events of which all entries of an exception item are true ("Create an exception list item", Elastic Security API). The narrower
 * reading of what is doubtful: an exception too few is seen. Null when a problem was reported.
 */
export function itemPredicate(item: Node): Predicate | null {
  const entries = item.at('entries').items();
  if (entries.length === 0) return item.refuse('no-entries', 'an exception needs at least one entry');
  const systems = item.at('os_types').items();
  if (systems.length > 0)
    return item
      .at('os_types')
      .refuse('unsupported-field', 'it is for hosts of some operating systems, and no event tells theirs');
  const drafts = entries.map(entryDraft);
  return drafts.every((draft) => draft !== null) ? bound(all(...drafts), 'must') : null;
}

function entryDraft(entry: Node): Draft | null {
  const kind = entry.at('type').text();
  if (kind === null) return null;
  if (!ENTRIES.some((known) => known === kind))
    return entry
      .at('type')
      .refuse(
        'unsupported-entry',
        `an entry of the type \`${kind}\` is not supported`,
        `there are ${ENTRIES.join(', ')}`,
      );
  entry.only(['field', 'operator', 'type', 'value']);
  const field = entry.at('field').text();
  const operator = oneOf(entry.at('operator'), ['included', 'excluded'] as const, undefined);
  const values =
    kind === 'exists' ? [] : kind === 'match_any' ? textsOf(entry.at('value')) : [entry.at('value').text() ?? ''];
  if (field === null || operator === undefined || values.includes('')) return null;
  const draft = kind === 'wildcard' ? wildcardDraft(entry, field, values[0]!) : listDraft(entry, field, values);
  return draft && operator === 'excluded' ? not(draft) : draft;
}

/** The field has one of the values; of no values, any. */
function listDraft(entry: Node, field: string, values: readonly string[]): Draft | null {
  if (entry.at('type').value === 'match_any' && values.length === 0)
    return entry.at('value').refuse('no-values', '`value` is empty');
  const anything = { kind: 'wildcard', pieces: ['', ''] } as const;
  const queries = (values.length === 0 ? [anything] : values.map(word)).map(
    (value): Query => ({ kind: 'is', field: word(field), value }),
  );
  const made = toDraft(queries.length === 1 ? queries[0]! : { kind: 'or', of: queries }, detectionFields);
  if (made.ok) return made.draft;
  const { code, message, help } = made.error;
  return entry.at('field').refuse(code, message, unsupported(field) ?? help);
}

/** Unlike KQL's wildcard this one knows `?`. */
function wildcardDraft(entry: Node, name: string, value: string): Draft | null {
  if (fieldName(entry.at('field')) !== name) return null;
  const field = detectionFields.find(name);
  if (!field) return null;
  if (field.type !== 'keyword' && field.type !== 'flattened')
    return entry
      .at('field')
      .refuse('unsupported-entry', `\`${name}\` is of type ${field.type}, which no wildcard is put to`);
  return field.some(text(wildcardText(value)));
}

const word = (value: string) => ({ kind: 'word', value, quoted: true }) as const;
