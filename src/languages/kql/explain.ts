import { fieldOf, printLiteral } from './print.js';
import { isStar, type Literal, type Name, type Query, textOf } from './query.js';

/** The query in plain words, on as many lines as it has tests; nested ones are indented. */
export function explain(query: Query): string {
  if (isEverything(query)) return 'matches every event';
  return ['matches an event in which', ...indent(lines(query))].join('\n');
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const code = (text: string): string => `\`${text}\``;

const isEverything = (query: Query): boolean =>
  query.kind === 'is' && isStar(query.value) && (query.field === null || isStar(query.field));

/** One test is one line; a junction is a heading and its parts as a list. */
function lines(query: Query): readonly string[] {
  const values = listed(query);
  if (values !== null) return [values];
  switch (query.kind) {
    case 'or':
    case 'and': {
      const heading = query.kind === 'and' ? 'all of these hold:' : 'at least one of these holds:';
      return [heading, ...query.of.flatMap((part) => item(lines(part)))];
    }
    case 'not':
      return refused(query.of);
    case 'is':
      return [`${subject(query.field)} ${describe(query.value)}`];
    case 'range':
      return [`${subject(query.field)} is ${RANGES[query.op]} ${code(textOf(query.value))}`];
    case 'nested':
      return [
        `some object nested in ${query.path === null ? 'it' : nameOf(query.path)} is one in which`,
        ...indent(lines(query.of)),
      ];
  }
}

function item([first, ...more]: readonly string[]): string[] {
  return [`- ${first}`, ...indent(more)];
}

/** `not` is also true where the field is missing, which surprises people: the words say so. */
function refused(query: Query): readonly string[] {
  if (query.kind === 'is') {
    const { field, value } = query;
    if (isStar(value) && field !== null) return [`${subject(field)} is missing`];
    return [`it is not so that ${subject(field)} ${describe(value)}${orMissing(field)}`];
  }
  const values = listed(query);
  if (values !== null) return [`it is not so that ${values}${orMissing(fieldOf(query))}`];
  return ['this does not hold:', ...indent(lines(query))];
}

const orMissing = (field: Name | null): string =>
  field === null || field.kind === 'wildcard' ? '' : ' (also where it is missing)';

/** `f: (a or b)` as one line; null for anything else. */
function listed(query: Query): string | null {
  if (query.kind !== 'or') return null;
  const field = fieldOf(query);
  if (field === null || !query.of.every((part) => part.kind === 'is')) return null;
  const values = query.of.map((part) => describe(part.value));
  return `${subject(field)} ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

const nameOf = (field: Name): string => code(textOf(field));

function subject(field: Name | null): string {
  if (field === null) return 'any field';
  if (field.kind !== 'wildcard') return nameOf(field);
  return isStar(field) ? 'any field' : `any field like ${nameOf(field)}`;
}

const RANGES = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least' } as const;

function describe(value: Literal): string {
  if (isStar(value)) return 'has a value';
  if (value.kind !== 'wildcard') return `is ${code(textOf(value))}`;
  const { pieces } = value;
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  if (pieces.length === 2 && first === '') return `ends with ${code(last)}`;
  if (pieces.length === 2 && last === '') return `begins with ${code(first)}`;
  if (pieces.length === 3 && first === '' && last === '' && pieces[1] !== '') return `contains ${code(pieces[1]!)}`;
  return `looks like ${code(printLiteral(value))} (\`*\` stands for anything)`;
}
