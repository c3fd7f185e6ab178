type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

/** The rule of a composite alarm (PutCompositeAlarm, `AlarmRule`). */
export type AlarmRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string } // a name or an ARN
  | { readonly kind: 'and' | 'or'; readonly of: readonly AlarmRule[] }
  | { readonly kind: 'not'; readonly of: AlarmRule }
  | {
      readonly kind: 'at-least';
      readonly count: number;
      readonly percent: boolean;
      readonly of: readonly AlarmRule[]; // each a state or the negation of one
    };

interface Token {
  readonly kind: 'sign' | 'word' | 'quoted';
  readonly text: string;
}

const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] satisfies AlarmState[];

/**
 * Parses a rule; null for what we cannot read. A name stands in double quotes (`\"` and `\\` escaped) or bare, and then holds no
 * blank, bracket or comma. NOT binds before AND before OR.
 */
export function parseAlarmRule(text: string): AlarmRule | null {
  const tokens = tokensOf(text);
  if (!tokens) return null;
  let at = 0;
  let depth = 0;
  const take = (text: string): boolean => {
    const token = tokens[at];
    if (token === undefined || token.kind === 'quoted' || token.text !== text) return false;
    at++;
    return true;
  };
  const name = (): string | null => {
    const token = tokens[at];
    if (token === undefined || token.kind === 'sign') return null;
    // Whether single quotes are quotes, or part of the name, is not documented.
    if (token.kind === 'word' && token.text.startsWith("'")) return null;
    at++;
    return token.text;
  };
  const joined = (word: 'OR' | 'AND', part: () => AlarmRule | null): AlarmRule | null => {
    const of: AlarmRule[] = [];
    do {
      const next = part();
      if (!next) return null;
      of.push(next);
    } while (take(word));
    return of.length === 1 ? of[0]! : { kind: word === 'OR' ? 'or' : 'and', of };
  };
  const or = (): AlarmRule | null => joined('OR', and);
  const and = (): AlarmRule | null => joined('AND', unary);
  const unary = (): AlarmRule | null => {
    if (++depth > 2000) return null;
    if (take('NOT')) {
      const of = unary();
      return of && { kind: 'not', of };
    }
    if (take('(')) {
      const inner = or();
      return inner && take(')') ? inner : null;
    }
    if (take('TRUE')) return { kind: 'constant', value: true };
    if (take('FALSE')) return { kind: 'constant', value: false };
    if (take('AT_LEAST')) return atLeast();
    const state = stateWord();
    if (!state || !take('(')) return null;
    const alarm = name();
    return alarm !== null && take(')') ? { kind: 'state', state, alarm } : null;
  };
  const stateWord = (): AlarmState | null => {
    const token = tokens[at];
    if (token?.kind !== 'word' || !STATES.includes(token.text)) return null;
    at++;
    return token.text as AlarmState;
  };
  const atLeast = (): AlarmRule | null => {
    if (!take('(')) return null;
    const count = /^(\d+)(%?)$/.exec(name() ?? '');
    if (!count || !take(',')) return null;
    const negated = take('NOT');
    const state = stateWord();
    if (!state || !take(',') || !take('(')) return null;
    const of: AlarmRule[] = [];
    do {
      const alarm = name();
      if (alarm === null) return null;
      const test: AlarmRule = { kind: 'state', state, alarm };
      of.push(negated ? { kind: 'not', of: test } : test);
    } while (take(','));
    if (!take(')') || !take(')')) return null;
    return { kind: 'at-least', count: Number(count[1]), percent: count[2] === '%', of };
  };
  const whole = or();
  return whole && at === tokens.length ? whole : null;
}

function tokensOf(text: string): readonly Token[] | null {
  const token = /\s*(?:([(),])|"((?:[^"\\]|\\.)*)"|([^\s(),"]+))/y;
  const tokens: Token[] = [];
  const trimmed = text.trimEnd();
  let at = 0;
  while (at < trimmed.length) {
    token.lastIndex = at;
    const found = token.exec(trimmed);
    if (!found) return null;
    at += found[0].length;
    const [, sign, quoted, word] = found;
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replace(/\\(.)/g, '$1') });
    else tokens.push({ kind: 'word', text: word! });
  }
  return tokens;
}

/** The names or ARNs that the rule mentions. */
export function alarmsIn(rule: AlarmRule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return alarmsIn(rule.of);
    case 'and':
    case 'or':
    case 'at-least':
      return [...new Set(rule.of.flatMap(alarmsIn))];
  }
}
