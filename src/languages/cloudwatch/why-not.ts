import { bound } from '../../predicate/bound.js';
import { isArray, isObject, type Json, printJson } from '../../predicate/json.js';
import { matches } from '../../predicate/match.js';
import { memo } from '../../predicate/memo.js';
import { jsonDraft } from './json-draft.js';
import { matchEvent } from './match-event.js';
import type { FilterPattern, JsonCondition, JsonTest, Selector, TermsPattern } from './pattern.js';
import { printJsonCondition, printSelector } from './print.js';
import { isAnything } from './star.js';

/**
 * Why a pattern does not match an event, in one phrase about the test that fails: what it asks, and what the event holds there.
 * Null when it matches, when it may, or when the pattern is of a kind of which no more can be said.
 */
export function whyNot(pattern: FilterPattern, event: Json): string | null {
  if (pattern.kind === 'terms') return termsWhy(pattern, event);
  if (pattern.kind !== 'json' || mayMatch(pattern.condition, event)) return null;
  return conditionWhy(pattern.condition, event);
}

/** The first term that stands in the event's text and must not, or must and does not. */
function termsWhy(pattern: TermsPattern, event: Json): string | null {
  if (matchEvent(pattern, event) !== false) return null;
  const firm = pattern.terms.filter(({ role }) => role !== 'optional');
  if (firm.length === 0) {
    const words = pattern.terms.map(({ text }) => `\`${text}\``).join(', ');
    return pattern.terms.length === 1
      ? `it asks for the text ${words}, which the event does not hold`
      : `it asks for one of the texts ${words}, and the event holds none of them`;
  }
  const failing = firm.find((term) => matchEvent({ ...pattern, terms: [term] }, event) === false);
  if (!failing) return null;
  return failing.role === 'excluded'
    ? `it wants events without the text \`${failing.text}\`, which this one holds`
    : `it asks for the text \`${failing.text}\`, which the event does not hold`;
}

/** How many of the pattern's `=` tests the event passes, on the alternative that it passes the most of. */
export function nearness(pattern: FilterPattern, event: Json): number {
  return pattern.kind === 'json' ? nearnessOf(pattern.condition, event) : 0;
}

function nearnessOf(condition: JsonCondition, event: Json): number {
  switch (condition.kind) {
    case 'and':
      return condition.of.reduce((sum, part) => sum + nearnessOf(part, event), 0);
    case 'or':
      return Math.max(...condition.of.map((part) => nearnessOf(part, event)));
    case 'compare':
      return condition.op === '=' && mayMatch(condition, event) ? 1 : 0;
    case 'is':
    case 'not-exists':
      return 0;
  }
}

/** Does the pattern name the event or the service that it is of: its `eventName`, its `eventSource`? */
export function isNear(pattern: FilterPattern, event: Json): boolean {
  switch (pattern.kind) {
    case 'json':
      return testsOf(pattern.condition).some(
        (test) => test.kind === 'compare' && test.op === '=' && isNaming(test) && mayMatch(test, event),
      );
    case 'terms': {
      const names = NAMING.map((key) => valueAt([{ key }], event)).filter((name) => typeof name === 'string');
      const wanted = pattern.terms.filter(({ role, text }) => role !== 'excluded' && text.length > 2);
      return wanted.some(({ text }) => names.some((name) => name.includes(text) || text.includes(name)));
    }
    case 'match-all':
    case 'regex':
    case 'delimited':
      return false;
  }
}

const NAMING = ['eventName', 'eventSource'];

/** `$.eventName = *` names nothing. */
function isNaming(test: Extract<JsonTest, { kind: 'compare' }>): boolean {
  const [step, ...rest] = test.selector;
  const isNamed = typeof step === 'object' && 'key' in step && rest.length === 0 && NAMING.includes(step.key);
  return isNamed && !(test.value.kind === 'text' && isAnything(test.value.text));
}

function testsOf(condition: JsonCondition): readonly JsonTest[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap(testsOf);
    case 'compare':
    case 'is':
    case 'not-exists':
      return [condition];
  }
}

const mayOf = memo((condition: JsonCondition) => bound(jsonDraft(condition), 'may'));

function mayMatch(condition: JsonCondition, event: Json): boolean {
  return matches(mayOf(condition), event);
}

function conditionWhy(condition: JsonCondition, event: Json): string {
  switch (condition.kind) {
    case 'and': {
      const failing = condition.of.filter((part) => !mayMatch(part, event));
      // A test of one field says more than a list of names that the event is not among.
      const plain = failing.find((part) => part.kind !== 'or') ?? failing[0]!;
      return conditionWhy(plain, event);
    }
    case 'or':
      return noneOf(condition.of, event);
    case 'compare':
    case 'is':
    case 'not-exists':
      return testWhy(condition, event);
  }
}

/** Alternatives: when they all ask the same field, what it holds; otherwise the one that fails in the fewest tests. */
function noneOf(alternatives: readonly JsonCondition[], event: Json): string {
  const tests = alternatives.flatMap((part) => (part.kind === 'compare' && part.op === '=' ? [part] : []));
  const selectors = new Set(tests.map((test) => printSelector(test.selector)));
  if (tests.length === alternatives.length && selectors.size === 1) {
    const found = valueAt(tests[0]!.selector, event);
    const name = printSelector(tests[0]!.selector);
    if (found === undefined) return `the event has no \`${name}\``;
    return `\`${name}\` is ${quote(found)}, which is none of its ${alternatives.length} values`;
  }
  const nearest = alternatives.reduce((a, b) => (failures(b, event) < failures(a, event) ? b : a));
  return conditionWhy(nearest, event);
}

function failures(condition: JsonCondition, event: Json): number {
  if (mayMatch(condition, event)) return 0;
  if (condition.kind === 'and') return condition.of.reduce((sum, part) => sum + failures(part, event), 0);
  return condition.kind === 'or' ? Math.min(...condition.of.map((part) => failures(part, event))) : 1;
}

function testWhy(test: JsonTest, event: Json): string {
  const name = printSelector(test.selector);
  const text = printJsonCondition(test);
  const found = valueAt(test.selector, event);
  if (found === undefined) {
    const trap = test.kind === 'compare' && test.op === '!=' ? ', and `!=` is false of a field that is not there' : '';
    return `it asks for \`${text}\`; the event has no \`${name}\`${trap}`;
  }
  if (test.kind === 'not-exists') return `it asks for \`${text}\`; the event has it: ${quote(found)}`;
  const trap = isObject(found) || isArray(found) ? ', and a comparison with an object or a list is false' : '';
  return `it asks for \`${text}\`; there it is ${quote(found)}${trap}`;
}

function valueAt(selector: Selector, event: Json): Json | undefined {
  let at: Json | undefined = event;
  for (const step of selector) {
    if (step === 'element') at = isArray(at) ? at[0] : undefined;
    else if (step === 'field') at = isObject(at) ? Object.values(at)[0] : undefined;
    else if ('key' in step) at = isObject(at) && Object.hasOwn(at, step.key) ? at[step.key] : undefined;
    else at = isArray(at) ? at[step.index] : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

function quote(value: Json): string {
  const text = printJson(value);
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}
