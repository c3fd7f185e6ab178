import type { Selector, SelectorStep } from './pattern.js';
import { MAX_WILDCARDS, MAX_WILDCARDS_PER_SELECTOR } from './pattern.js';
import { SELECTOR_NAME } from './reasons.js';
import type { Scanner } from './scanner.js';

const NAME = /(?:[A-Za-z0-9_:/@#;~?^`+-]|[^\0-\x7f])+/y;
const PLAIN_NAME = /^[A-Za-z0-9_-]+$/;
const DIGITS = /\d+/y;

export const isPlainName = (name: string): boolean => PLAIN_NAME.test(name);

export interface WildcardCount {
  wildcards: number;
}

/** `$.name`, `$.['any name']`, `[n]`, `[*]`, `.*`, in any order after `$`. */
export function parseSelector(scan: Scanner, count: WildcardCount): Selector {
  const start = scan.at;
  if (!scan.take('$'))
    scan.refuse(
      'selector-expected',
      `expected a selector, found ${scan.here()}`,
      start,
      'a selector begins with `$.`, as in `$.eventName`',
    );
  const steps: SelectorStep[] = [];
  for (;;) {
    if (scan.take('.')) steps.push(afterDot(scan));
    else if (scan.peek() === '[') steps.push(bracket(scan, false));
    else break;
  }
  const span = { start, end: scan.at };
  if (steps.length === 0) scan.refuse('selector-empty', 'a selector needs a name after `$`', span, 'write `$.name`');
  if (scan.peek() === '*')
    scan.refuse(
      'selector-wildcard',
      '`*` must be a whole step of a selector',
      scan.at,
      'write `.*` for any field or `[*]` for any element',
    );
  const wildcards = steps.filter((step) => step === 'element' || step === 'field').length;
  if (wildcards > MAX_WILDCARDS_PER_SELECTOR)
    scan.refuse('wildcard-limit', `a selector holds at most ${MAX_WILDCARDS_PER_SELECTOR} wildcard`, span);
  count.wildcards += wildcards;
  if (count.wildcards > MAX_WILDCARDS)
    scan.refuse('wildcard-limit', `a pattern holds at most ${MAX_WILDCARDS} wildcard selectors`, span);
  return steps;
}

function afterDot(scan: Scanner): SelectorStep {
  if (scan.peek() === '*') {
    scan.at++;
    return 'field';
  }
  if (scan.peek() === '[') return bracket(scan, true);
  const key = scan.run(NAME);
  if (key === '')
    scan.refuse(
      'selector-name',
      `expected a name after \`.\`, found ${scan.here()}`,
      scan.at,
      "names with other characters are written `.['name']`",
    );
  if (!isPlainName(key)) scan.doubt(SELECTOR_NAME);
  return { key };
}

function bracket(scan: Scanner, dotted: boolean): SelectorStep {
  const start = scan.at;
  scan.at++;
  const step = insideBracket(scan, dotted);
  if (!scan.take(']'))
    scan.refuse(
      'selector-bracket',
      `expected \`]\`, found ${scan.here()}`,
      scan.at,
      'an index is written `[0]`, any element `[*]`',
    );
  if (dotted && typeof step !== 'object') return refuseDotted(scan, start);
  if (dotted && typeof step === 'object' && 'index' in step) return refuseDotted(scan, start);
  return step;
}

function refuseDotted(scan: Scanner, start: number): never {
  return scan.refuse(
    'selector-bracket',
    'an index follows its array without a dot',
    { start, end: scan.at },
    'write `$.array[0]`',
  );
}

function insideBracket(scan: Scanner, dotted: boolean): SelectorStep {
  if (scan.take('*')) return 'element';
  const c = scan.peek();
  if (c === '"') scan.refuse('selector-quotes', 'a name in brackets takes single quotes', scan.at, "write `.['name']`");
  if (c !== "'") {
    const digits = scan.run(DIGITS);
    if (digits === '')
      scan.refuse(
        'selector-index',
        `expected an index, found ${scan.here()}`,
        scan.at,
        "an index is a whole number; a name is written `.['name']`",
      );
    if (!Number.isSafeInteger(Number(digits))) scan.refuse('selector-index', 'this index is too large', scan.at - 1);
    return { index: Number(digits) };
  }
  const open = scan.at;
  scan.at++;
  const close = scan.source.indexOf("'", scan.at);
  if (close < 0 || close >= scan.end)
    scan.refuse('quote-unclosed', 'this quote is never closed', open, "close it with `'`");
  const key = scan.source.slice(scan.at, close);
  if (key === '') scan.refuse('selector-name', 'a name in brackets cannot be empty', { start: open, end: close + 1 });
  if (!dotted || /[*\\]/.test(key)) scan.doubt(SELECTOR_NAME);
  scan.at = close + 1;
  return { key };
}
