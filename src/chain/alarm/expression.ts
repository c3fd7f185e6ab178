/** A metric math expression, as far as alarms commonly use it. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'id'; readonly name: string }
  | { readonly kind: 'array'; readonly of: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }
  | { readonly kind: 'unary'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Expression; readonly right: Expression };

export type BinaryOp = '+' | '-' | '*' | '/' | '==' | '!=' | '<=' | '>=' | '<' | '>' | 'AND' | 'OR';

const LEVELS: readonly (readonly BinaryOp[])[] = [
  ['AND', 'OR'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];
const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z][A-Za-z0-9_]*)|"([^"]*)"|'([^']*)'|(==|!=|<=|>=|&&|\|\||[-+*/<>()[\],]))/y;

interface Token {
  readonly kind: 'number' | 'word' | 'string' | 'sign';
  readonly text: string;
}

/** The expression, or null when it is not one of those that we read (`^`, Metrics Insights, search expressions …). */
export function parseExpression(text: string): Expression | null {
  const tokens = tokensOf(text);
  if (!tokens) return null;
  let at = 0;
  let depth = 0;
  const sign = (...signs: string[]): string | null => {
    const token = tokens[at];
    if (token?.kind !== 'sign' || !signs.includes(token.text)) return null;
    at++;
    return token.text;
  };
  const list = (close: string): Expression[] | null => {
    const items: Expression[] = [];
    if (sign(close)) return items;
    for (;;) {
      const item = binary(0);
      if (!item) return null;
      items.push(item);
      if (sign(close)) return items;
      if (!sign(',')) return null;
    }
  };
  const binary = (level: number): Expression | null => {
    const ops = LEVELS[level];
    if (!ops) return unary();
    let left = binary(level + 1);
    let before: BinaryOp | null = null;
    while (left) {
      const op = sign(...ops) as BinaryOp | null;
      if (!op) return left;
      // How AND and OR bind to each other, and a chain of comparisons, are not documented: only with parentheses.
      if ((level === 0 && before !== null && before !== op) || (level === 1 && before !== null)) return null;
      before = op;
      const right = binary(level + 1);
      left = right && { kind: 'binary', op, left, right };
    }
    return null;
  };
  const unary = (): Expression | null => {
    if (++depth > 200) return null;
    if (sign('-')) {
      const of = unary();
      return of && { kind: 'unary', of };
    }
    return atom();
  };
  const atom = (): Expression | null => {
    if (sign('(')) {
      const inner = binary(0);
      return inner && sign(')') ? inner : null;
    }
    if (sign('[')) {
      const of = list(']');
      return of && { kind: 'array', of };
    }
    const token = tokens[at++];
    switch (token?.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'string':
        return { kind: 'string', value: token.text };
      case 'word': {
        if (!sign('(')) return { kind: 'id', name: token.text };
        const of = list(')');
        return of && { kind: 'call', name: token.text, of };
      }
      default:
        return null;
    }
  };
  const whole = binary(0);
  return whole && at === tokens.length ? whole : null;
}

function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const trimmed = text.trimEnd();
  let at = 0;
  while (at < trimmed.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(trimmed);
    if (!found) return null;
    at += found[0].length;
    const [, number, word, double, single, sign] = found;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word === 'AND' || word === 'OR') tokens.push({ kind: 'sign', text: word });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined)
      tokens.push({ kind: 'sign', text: sign === '&&' ? 'AND' : sign === '||' ? 'OR' : sign });
    else tokens.push({ kind: 'string', text: (double ?? single)! });
  }
  return tokens.length > 0 ? tokens : null;
}
