import { SPECIAL } from './parse-literal.js';
import type { Junction, Literal, Name, Query } from './query.js';
import { isBlank } from './scanner.js';

/** The query as text that `parse` reads back to the same tree (spans and layout apart). */
export function print(query: Query): string {
  switch (query.kind) {
    case 'is':
      return query.field === null
        ? printLiteral(query.value)
        : `${printLiteral(query.field)}: ${printLiteral(query.value)}`;
    case 'range':
      return `${printName(query.field)} ${query.op} ${printLiteral(query.value)}`;
    case 'nested':
      return `${printName(query.path)}: { ${print(query.of)} }`;
    case 'not':
      return `not ${query.of.kind === 'not' ? `(${print(query.of)})` : printPart(query.of)}`;
    case 'or':
    case 'and': {
      const list = printList(query);
      return list ?? query.of.map(printPart).join(` ${query.kind} `);
    }
  }
}

/** In brackets where it is joined itself: `and` within `or` needs none, but people do. */
function printPart(query: Query): string {
  const text = print(query);
  const joined = (query.kind === 'or' || query.kind === 'and') && printList(query) === null;
  return joined ? `(${text})` : text;
}

/** Tests of one and the same field read best as a list of values. */
function printList(query: Junction): string | null {
  const field = fieldOf(query);
  return field === null ? null : `${printLiteral(field)}: ${printValues(query)}`;
}

/** The one field that is asked of nothing but values; null when there are several, or none. */
export function fieldOf(query: Query): Name | null {
  if (query.kind === 'is') return query.field;
  if (query.kind === 'not') return fieldOf(query.of);
  if (query.kind === 'range' || query.kind === 'nested') return null;
  const [first, ...more] = query.of.map(fieldOf);
  return first && more.every((field) => field !== null && printLiteral(field) === printLiteral(first)) ? first : null;
}

function printValues(query: Query): string {
  switch (query.kind) {
    case 'is':
      return printLiteral(query.value);
    case 'not':
      return `not ${query.of.kind === 'not' ? `(${printValues(query.of)})` : printValues(query.of)}`;
    case 'or':
    case 'and':
      return `(${query.of.map(printValues).join(` ${query.kind} `)})`;
    case 'range':
    case 'nested':
      return print(query); // never in a list of values
  }
}

const printName = (name: Name | null): string => (name === null ? 'null' : printLiteral(name));

export function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'keyword':
      return String(literal.value);
    case 'wildcard':
      return literal.pieces.map(escapeWord).join('*');
    case 'word':
      return literal.quoted || needsQuotes(literal.value) ? quote(literal.value) : escapeWord(literal.value) || '\\t';
  }
}

/** What no unquoted text is read as; `parse` returns no such word, but a program may build one. */
const needsQuotes = (value: string): boolean => value !== value.trim() || /^(?:null|true|false)$/.test(value);

const quote = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

const WHITESPACE: Readonly<Record<string, string>> = { '\t': '\\t', '\r': '\\r', '\n': '\\n' };

/** Escapes more than it must: what stands before and after the text is taken for a blank. */
function escapeWord(value: string): string {
  let out = '';
  for (let at = 0; at < value.length; at++) {
    const c = value[at]!;
    // `\n` would begin a line end.
    if (isKeyword(value, at, 'not')) out += c === 'n' ? '\\u006e' : `\\${c}`;
    else if ((isKeyword(value, at, 'or') || isKeyword(value, at, 'and')) && (at === 0 || isBlank(value[at - 1]!)))
      out += `\\${c}`;
    else if (SPECIAL.includes(c)) out += `\\${c}`;
    else out += WHITESPACE[c] ?? c;
  }
  return out;
}

function isKeyword(value: string, at: number, word: string): boolean {
  const end = at + word.length;
  return (end === value.length || isBlank(value[end] ?? '')) && value.slice(at, end).toLowerCase() === word;
}
