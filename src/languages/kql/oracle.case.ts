import { createRequire } from 'node:module';
import type { Literal, Query } from './query.js';

/** What the OpenSearch Dashboards parser of KQL, a fork of Kibana's, makes of a text; null when it refuses it. Development only. */
export function oracle(text: string): unknown {
  try {
    return plain(parser.fromKueryExpression(text));
  } catch (error) {
    if (error instanceof Error && /Expected|expected/.test(error.message)) return null;
    throw error;
  }
}

interface OracleNode {
  readonly type: string;
  readonly function?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly arguments?: readonly OracleNode[];
}

// Its module form cannot be loaded by Node: its imports lack their endings.
const parser: { fromKueryExpression(text: string): OracleNode } = createRequire(import.meta.url)('dsl-builder');

const STAR = '@kuery-wildcard@';

function plain(node: OracleNode): unknown {
  if (node.type === 'wildcard') return { pieces: String(node.value).split(STAR) };
  if (node.type === 'literal') {
    const { value } = node;
    return typeof value === 'object' && value !== null ? plain(value as OracleNode) : { value };
  }
  const [first, second, third] = node.arguments!;
  switch (node.function) {
    case 'is':
      return ['is', plain(first!), plain(second!), third!.value];
    case 'range':
      return ['range', plain(first!), second!.name, plain(second!.value as OracleNode)];
    case 'nested':
      return ['nested', plain(first!), plain(second!)];
    default:
      return joined(node.function!, node.arguments!.map(plain));
  }
}

const OPS = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;

/** The fork nests what is joined by one and the same word, Kibana does not. */
function joined(kind: string, parts: readonly unknown[]): unknown {
  if (kind === 'not') return [kind, ...parts];
  return [kind, ...parts.flatMap((part) => (Array.isArray(part) && part[0] === kind ? part.slice(1) : [part]))];
}

/** Our tree in the same form. The fork keeps no quotes of fields and of range values. */
export function comparable(query: Query): unknown {
  switch (query.kind) {
    case 'is':
      return ['is', literal(query.field), literal(query.value), query.value.kind === 'word' && query.value.quoted];
    case 'range':
      return ['range', literal(query.field), OPS[query.op], literal(query.value)];
    case 'nested':
      return ['nested', literal(query.path), comparable(query.of)];
    case 'not':
      return ['not', comparable(query.of)];
    case 'or':
    case 'and':
      return joined(query.kind, query.of.map(comparable));
  }
}

function literal(of: Literal | null): unknown {
  if (of === null) return { value: null };
  return of.kind === 'wildcard' ? { pieces: of.pieces } : { value: of.value };
}

/** Without the places in the text. */
export function bare(query: Query): unknown {
  return JSON.parse(JSON.stringify(query, (key, value) => (key === 'span' ? undefined : value)));
}
