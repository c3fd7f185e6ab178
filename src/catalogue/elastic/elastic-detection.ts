import type { Node } from '../node.js';
import { wholeNumber } from '../node-values.js';
import { fieldName, fieldsOf, someFieldsOf } from '../read-detection.js';
import { queryOf } from '../read-query.js';
import type { Detection } from '../rule.js';
import { secondsBeforeNow } from './date-math.js';
import { OTHER_TYPES } from './members.js';

export const TYPES = ['query', 'threshold', 'new_terms'] as const;

/** What of the rule decides which events match; null when a problem was reported. */
export function elasticDetection(rule: Node): Detection | null {
  const type = rule.at('type').text();
  if (type === null) return null;
  if (!TYPES.some((known) => known === type)) {
    const needs = Object.hasOwn(OTHER_TYPES, type) ? `, which needs ${OTHER_TYPES[type]}` : '';
    return rule
      .at('type')
      .refuse('unsupported-type', `its type is \`${type}\`${needs}`, `rules of the types ${TYPES.join(', ')} are run`);
  }
  refuseFilters(rule.at('filters'));
  const language = rule.at('language').value ?? 'kuery';
  if (language !== 'kuery')
    return rule
      .at('language')
      .refuse('unsupported-language', `its language is \`${language}\``, 'queries in kuery (KQL) are run');
  const query = queryOf('kql', rule.at('query'));
  switch (type) {
    case 'threshold':
      return thresholdOf(rule, query);
    case 'new_terms':
      return newTermsOf(rule, query);
    default:
      return query && { kind: 'query', query };
  }
}

type Query = ReturnType<typeof queryOf>;

/** Filters of Kibana's search bar; one that is switched off has no effect there either. */
function refuseFilters(node: Node): void {
  for (const filter of node.items()) {
    if (filter.at('meta').at('disabled').value === true) continue;
    node.refuse(
      'unsupported-field',
      '`filters` are written in the query language of Elasticsearch',
      'say the same in `query`, in KQL',
    );
    return;
  }
  if (node.value !== undefined && !Array.isArray(node.value)) node.refuse('not-a-list', '`filters` must be a list');
}

function thresholdOf(rule: Node, query: Query): Detection | null {
  const node = rule.at('threshold');
  if (!rule.has('threshold')) return node.refuse('no-threshold', '`threshold` is missing');
  node.only(['field', 'value', 'cardinality']);
  const distinct = node
    .at('cardinality')
    .items()
    .map((entry) => {
      entry.only(['field', 'value']);
      return { field: fieldName(entry.at('field')), count: wholeNumber(entry.at('value'), 0, undefined) };
    });
  const count = wholeNumber(node.at('value'), 1, undefined);
  return query && { kind: 'threshold', query, by: thresholdFields(node.at('field')), count, distinct };
}

/** A list, or in older exports one name; none, or an empty name: all matches together. */
export function thresholdFields(node: Node): readonly string[] {
  if (node.value === undefined || node.value === '') return [];
  return typeof node.value === 'string' ? [fieldName(node)] : fieldsOf(node);
}

/** The published files put the fields and the history into a table; the API has them in the rule. */
function newTermsOf(rule: Node, query: Query): Detection | null {
  const table = rule.at('new_terms');
  if (rule.has('new_terms')) table.only(['field', 'value', 'history_window_start']);
  const fields = someFieldsOf(rule.has('new_terms') ? table.at('value') : rule.at('new_terms_fields'));
  const start = rule.has('new_terms')
    ? table.at('history_window_start').at(0).at('value')
    : rule.at('history_window_start');
  const history = secondsBeforeNow(start, undefined);
  return query && { kind: 'new-terms', query, fields, history };
}
