import { ANY_CHAR, ANY_TEXT, literal, sequence, type Text } from '../../predicate/text.js';

/** Elasticsearch's wildcard query: `*` any characters, `?` any one; a backslash before a character means the character. */
export function wildcardText(pattern: string): Text {
  const parts: Text[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push(literal(plain));
    plain = '';
  };
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at]!;
    if (c === '\\' && at + 1 < pattern.length) plain += pattern[++at]!;
    else if (c === '*' || c === '?') {
      flush();
      parts.push(c === '*' ? ANY_TEXT : ANY_CHAR);
    } else plain += c;
  }
  flush();
  return sequence(...parts);
}
