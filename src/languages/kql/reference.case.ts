import type { Json } from '../../predicate/json.js';
import { isStar, type Literal, type Query, textOf } from './query.js';

/** A document of keyword fields: each has an array of values. */
export type Document = Readonly<Record<string, readonly Json[]>>;

/**
 * What a query finds, said directly and slowly over a document of keywords: each field is a list of indexed texts, every test asks
 * for one of them, and the words `and`, `or`, `not` are those of logic. Knows nothing of predicates.
 */
export function finds(query: Query, document: Document): boolean {
  switch (query.kind) {
    case 'and':
      return query.of.every((part) => finds(part, document));
    case 'or':
      return query.of.some((part) => finds(part, document));
    case 'not':
      return !finds(query.of, document);
    case 'is': {
      if (isStar(query.value) && (query.field === null || isStar(query.field))) return true;
      return textsIn(query.field!, document).some((text) => takes(query.value, text));
    }
    case 'range': {
      const bound = textOf(query.value);
      return textsIn(query.field!, document).some((text) => {
        const order = Buffer.compare(Buffer.from(text), Buffer.from(bound));
        if (query.op === '<') return order < 0;
        if (query.op === '<=') return order <= 0;
        return query.op === '>' ? order > 0 : order >= 0;
      });
    }
    case 'nested':
      throw new Error('no keyword is nested');
  }
}

function textsIn(field: Literal, document: Document): readonly string[] {
  const names = Object.keys(document).filter((name) => takes(field, name));
  return names.flatMap((name) => document[name]!.filter((value) => value !== null).map(String));
}

/** As a regular expression, which no code that is judged here uses. */
function takes(literal: Literal, text: string): boolean {
  if (literal.kind !== 'wildcard') return textOf(literal) === text;
  const source = literal.pieces.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^]*');
  return new RegExp(`^${source}$`).test(text);
}
