import { ANY_TEXT, type Predicate, printPredicate, type Text } from '../../src/predicate/index.js';

/** A control's condition in words. What `where` cannot say is printed as the engine prints it. */
export function whereWords(where: Predicate): string {
  switch (where.kind) {
    case 'all':
      return where.of.map(grouped).join(' and ');
    case 'any':
      return where.of.map(grouped).join(' or ');
    case 'not':
      return notWords(where.of);
    default:
      return testWords(where, 'is', 'there is');
  }
}

const grouped = (part: Predicate): string =>
  (part.kind === 'all' || part.kind === 'any') && part.of.length > 1 ? `(${whereWords(part)})` : whereWords(part);

const notWords = (inner: Predicate): string =>
  inner.kind === 'at' ? testWords(inner, 'is not', 'there is no') : `not ${grouped(inner)}`;

function testWords(test: Predicate, is: string, exists: string): string {
  const keys: string[] = [];
  let rest = test;
  while (rest.kind === 'at' && typeof rest.step === 'object' && 'key' in rest.step) {
    keys.push(rest.step.key);
    rest = rest.of;
  }
  const path = `\`${keys.join('.')}\``;
  if (rest.kind === 'all' && rest.of.length === 0) return `${exists} ${path}`;
  const like = rest.kind === 'all' ? rest.of.find((part) => part.kind === 'text') : undefined;
  return like?.kind === 'text' ? `${path} ${is} \`${globOf(like.like)}\`` : printPredicate(test);
}

function globOf(text: Text): string {
  if (text === ANY_TEXT) return '*';
  if (text.kind === 'literal') return text.value;
  return text.kind === 'sequence' ? text.of.map(globOf).join('') : '…';
}
