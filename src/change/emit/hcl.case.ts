/**
 * The quoted strings of HCL's native syntax as its specification reads them, in a text that consists of such strings and of
 * whatever stands around them. A template that is more than a reference to a variable or a resource is an error.
 */
export function readQuoted(source: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < source.length; ) {
    if (source[at] === '#') {
      while (at < source.length && source[at] !== '\n') at++;
      continue;
    }
    if (source[at++] !== '"') continue;
    let text = '';
    while (source[at] !== '"') {
      const rest = source.slice(at);
      if (at >= source.length || rest[0] === '\n') throw new Error('a string that does not end');
      const escaped = /^\\(?:([nrt"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
      const reference = /^\$\{(?:var|aws_[a-z0-9_]+|one|each)\.[a-z0-9_.]+\}/.exec(rest);
      if (escaped) {
        const [whole, letter, four, eight] = escaped;
        text += letter
          ? { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }[letter]
          : String.fromCodePoint(Number.parseInt((four ?? eight)!, 16));
        at += whole.length;
      } else if (rest.startsWith('$\u0024{') || rest.startsWith('%%{')) {
        text += rest.slice(1, 3);
        at += 3;
      } else if (reference) {
        text += reference[0];
        at += reference[0].length;
      } else if (/^([$%])\{|^\\/.test(rest)) throw new Error(`a template: ${rest.slice(0, 20)}`);
      else text += source[at++];
    }
    at++;
    found.push(text);
  }
  return found;
}

/** What stands outside of strings and comments. */
export function aroundQuoted(source: string): string {
  return source.replace(/#[^\n]*|"(?:[^"\\]|\\.)*"/g, (found) => (found[0] === '#' ? '' : '""'));
}
