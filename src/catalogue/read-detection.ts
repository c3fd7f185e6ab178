import { detectionFields } from '../cloudtrail/detection-fields.js';
import { unsupported } from '../cloudtrail/ecs/index.js';
import type { Control } from './control.js';
import { nearest } from './nearest.js';
import type { Node } from './node.js';
import { duration, oneOf, wholeNumber } from './node-values.js';
import { QUERY_KEYS, readQuery } from './read-query.js';
import type { Detection, Query } from './rule.js';

const KINDS = ['query', 'threshold', 'new-terms', 'value-count', 'sequence'] as const;

/** Which matches make an alert: `kind` (`query` where it is left out), the query, and what the kind asks beside it. */
export function readDetection(node: Node, controls: readonly Control[]): Detection | null {
  const kind = oneOf(node.at('kind'), KINDS, 'query');
  if (kind === undefined) return null;
  switch (kind) {
    case 'query': {
      node.only(['kind', ...QUERY_KEYS]);
      const query = readQuery(node, controls);
      return query && { kind, query };
    }
    case 'threshold': {
      node.only(['kind', ...QUERY_KEYS, 'by', 'count', 'distinct']);
      const rest = {
        by: node.has('by') ? fieldsOf(node.at('by')) : [],
        count: wholeNumber(node.at('count'), 1, 1),
        distinct: node.at('distinct').items().map(distinctOf),
      };
      if (!node.has('count') && rest.distinct.length === 0)
        node.refuse('no-threshold', 'a threshold needs `count` or `distinct`', 'count: 10');
      const query = readQuery(node, controls);
      return query && { kind, query, ...rest };
    }
    case 'new-terms': {
      node.only(['kind', ...QUERY_KEYS, 'fields', 'history']);
      const rest = { fields: someFieldsOf(node.at('fields')), history: duration(node.at('history'), undefined) };
      const query = readQuery(node, controls);
      return query && { kind, query, ...rest };
    }
    case 'value-count': {
      node.only(['kind', ...QUERY_KEYS, 'by', 'field', 'count', 'within']);
      const rest = {
        by: someFieldsOf(node.at('by')),
        field: fieldName(node.at('field')),
        count: wholeNumber(node.at('count'), 2, undefined),
        within: duration(node.at('within'), undefined),
      };
      const query = readQuery(node, controls);
      return query && { kind, query, ...rest };
    }
    case 'sequence': {
      node.only(['kind', 'steps', 'until', 'by', 'within']);
      const rest = { by: someFieldsOf(node.at('by')), within: duration(node.at('within'), undefined) };
      const steps = node
        .at('steps')
        .items()
        .map((step) => stepOf(step, controls));
      if (steps.length < 2) return node.at('steps').refuse('no-sequence', 'a sequence has at least two `steps`');
      const until = node.has('until') ? stepOf(node.at('until'), controls) : null;
      return steps.every((step) => step !== null) ? { kind, steps, ...rest, until } : null;
    }
  }
}

function stepOf(node: Node, controls: readonly Control[]): Query | null {
  node.only(QUERY_KEYS);
  return readQuery(node, controls);
}

function distinctOf(node: Node): { readonly field: string; readonly count: number } {
  node.only(['field', 'count']);
  return { field: fieldName(node.at('field')), count: wholeNumber(node.at('count'), 1, undefined) };
}

/** Names of fields, all of them known: what is grouped by a field that no event has would never come to its count. */
export function fieldsOf(node: Node): readonly string[] {
  if (!Array.isArray(node.value)) node.refuse('not-a-list', 'this must be a list of fields');
  return node.items().map(fieldName);
}

export function someFieldsOf(node: Node): readonly string[] {
  const fields = fieldsOf(node);
  if (Array.isArray(node.value) && fields.length === 0) node.refuse('no-fields', 'name at least one field');
  return fields;
}

export function fieldName(node: Node): string {
  const name = node.text();
  if (name === null || detectionFields.find(name)) return name ?? '';
  const reason = unsupported(name);
  if (reason !== undefined) {
    node.refuse('unsupported-field', `the field ${reason}`);
    return name;
  }
  const meant = nearest(name, detectionFields.names);
  node.refuse(
    'unknown-field',
    `no CloudTrail event has a field \`${name}\``,
    meant ? `did you mean \`${meant}\`?` : undefined,
  );
  return name;
}
