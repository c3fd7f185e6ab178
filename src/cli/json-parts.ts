/** What stands in an array or an object, as text: a duplicate key, a number's digits and an escape are kept. */
export interface JsonPart {
  /** Null in an array. */
  readonly key: string | null;
  readonly text: string;
}

/** The parts of a JSON array or object, the text of which is known to be valid; of another value none. Does not recurse: any depth will do. */
export function partsOf(json: string): readonly JsonPart[] {
  const parts: JsonPart[] = [];
  let depth = 0;
  let start = -1; // where the key or value at depth 1 begins
  let key: string | null = null;
  const end = (at: number) => {
    if (start >= 0) parts.push({ key, text: json.slice(start, at).trimEnd() });
    start = -1;
    key = null;
  };
  for (let at = 0; at < json.length; at++) {
    const c = json[at]!;
    if (isBlank(c)) continue;
    if (depth === 1 && (c === ',' || c === ']' || c === '}')) end(at);
    else if (depth === 1 && c === ':') {
      key = JSON.parse(json.slice(start, at)) as string;
      start = -1;
    } else if (depth === 1 && start < 0) start = at;
    if (c === '"') at = stringEnd(json, at) - 1;
    else if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') depth--;
  }
  return parts;
}

/** The text of a member; of a key that occurs twice the last, as every reader of JSON takes it. */
export function memberOf(json: string, key: string): string | null {
  return partsOf(json).findLast((part) => part.key === key)?.text ?? null;
}

/** On one line: JSON that spans several loses the blanks between its tokens, and nothing else. */
export function onOneLine(json: string): string {
  if (!/[\r\n]/.test(json)) return json;
  let line = '';
  for (let at = 0; at < json.length; ) {
    const from = at;
    if (json[at] === '"') at = stringEnd(json, at);
    else while (at < json.length && json[at] !== '"' && !isBlank(json[at]!)) at++;
    line += json.slice(from, at);
    while (at < json.length && isBlank(json[at]!)) at++;
  }
  return line;
}

/** How deep its arrays and objects are nested. The text is known to be valid. */
export function depthOf(json: string): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < json.length; at++) {
    const c = json[at];
    if (c === '"') at = stringEnd(json, at) - 1;
    else if (c === '{' || c === '[') most = Math.max(most, ++depth);
    else if (c === '}' || c === ']') depth--;
  }
  return most;
}

const isBlank = (c: string): boolean => c === ' ' || c === '\n' || c === '\r' || c === '\t';

/** Behind the closing quote of the string that begins here. */
function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
