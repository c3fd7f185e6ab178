import { joinAny } from './join-any.js';
import { isArray, isObject, type Json, NumberText, numberText, numberValue, typeOf } from './json.js';
import type { NumberOp, Predicate, Step } from './predicate.js';
import type { Text } from './text.js';
import { textTest } from './text-test.js';

export type Match = (value: Json) => boolean;
/** Computes a derived field of the whole event; undefined when it has none. */
export type Derive = (field: string, event: Json) => Json | undefined;

type Test = (value: Json, root: Json) => boolean;

/** Is the value in the predicate? For one value; `compile` is for many. */
export function matches(predicate: Predicate, value: Json): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.of.every((part) => matches(part, value));
    case 'any':
      return predicate.of.some((part) => matches(part, value));
    case 'not':
      return !matches(predicate.of, value);
    case 'type':
      return typeOf(value) === predicate.type;
    case 'text': {
      const text = textOf(value);
      if (text === null) return false;
      const { like } = predicate;
      return like.kind === 'literal' ? text === like.value : testOfText(like)(text);
    }
    case 'number':
      return isNumber(value) && numberTest(predicate.op, predicate.value)(numberValue(value));
    case 'at':
      return matchesAt(predicate.step, predicate.of, value);
  }
}

function matchesAt(step: Step, of: Predicate, value: Json): boolean {
  if (typeof step === 'object') {
    if ('key' in step) return isObject(value) && Object.hasOwn(value, step.key) && matches(of, value[step.key]!);
    if ('names' in step) return isObject(value) && Object.keys(value).some((name) => matches(of, name));
    return 'index' in step && isArray(value) && step.index < value.length && matches(of, value[step.index]!);
  }
  switch (step) {
    case 'element':
      return isArray(value) && value.some((item) => matches(of, item));
    case 'field':
      return isObject(value) && Object.values(value).some((item) => matches(of, item));
    case 'item':
      return matches(of, value) || (isArray(value) && value.some((item) => matches(of, item)));
    case 'inside':
      return childrenOf(value).some((child) => matches(of, child) || matchesAt('inside', of, child));
  }
}

const childrenOf = (value: Json): readonly Json[] =>
  isArray(value) ? value : isObject(value) ? Object.values(value) : [];

const isNumber = (value: Json): value is number | NumberText =>
  typeof value === 'number' || value instanceof NumberText;

const textOf = (value: Json): string | null =>
  typeof value === 'string' ? value : isNumber(value) ? numberText(value) : null;

const tests = new WeakMap<Text, (value: string) => boolean>();

function testOfText(text: Text): (value: string) => boolean {
  let test = tests.get(text);
  if (!test) {
    test = textTest(text);
    tests.set(text, test);
  }
  return test;
}

/** The predicate as a function. `derive` answers for derived fields; without it they are never there. */
export function compile(predicate: Predicate, derive: Derive = () => undefined): Match {
  const test = testOf(predicate, derive);
  return (value) => test(value, value);
}

function testOf(predicate: Predicate, derive: Derive): Test {
  switch (predicate.kind) {
    case 'all':
      return allOf(predicate.of.map((part) => testOf(part, derive)));
    case 'any':
      return anyOf(joinAny(predicate.of).map((part) => testOf(part, derive)));
    case 'not': {
      const test = testOf(predicate.of, derive);
      return (value, root) => !test(value, root);
    }
    case 'type': {
      const { type } = predicate;
      return (value) => typeOf(value) === type;
    }
    case 'text': {
      const test = testOfText(predicate.like);
      return (value) => {
        const text = textOf(value);
        return text !== null && test(text);
      };
    }
    case 'number': {
      const test = numberTest(predicate.op, predicate.value);
      return (value) => isNumber(value) && test(numberValue(value));
    }
    case 'at':
      return atStep(predicate.step, testOf(predicate.of, derive), derive);
  }
}

function allOf(tests: readonly Test[]): Test {
  return (value, root) => {
    for (const test of tests) if (!test(value, root)) return false;
    return true;
  };
}

function anyOf(tests: readonly Test[]): Test {
  return (value, root) => {
    for (const test of tests) if (test(value, root)) return true;
    return false;
  };
}

export function numberTest(op: NumberOp, bound: number): (value: number) => boolean {
  switch (op) {
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '=':
      return (value) => value === bound;
    case '>=':
      return (value) => value >= bound;
    case '>':
      return (value) => value > bound;
  }
}

function atStep(step: Step, test: Test, derive: Derive): Test {
  if (typeof step === 'object') {
    if ('key' in step) {
      const { key } = step;
      return (value, root) => {
        if (!isObject(value) || !Object.hasOwn(value, key)) return false;
        return test(value[key]!, root);
      };
    }
    if ('index' in step) {
      const { index } = step;
      return (value, root) => isArray(value) && index < value.length && test(value[index]!, root);
    }
    if ('names' in step) return (value, root) => isObject(value) && Object.keys(value).some((name) => test(name, root));
    const { derived } = step;
    return (_, root) => {
      const field = derive(derived, root);
      return field !== undefined && test(field, root);
    };
  }
  switch (step) {
    case 'element':
      return (value, root) => isArray(value) && value.some((item) => test(item, root));
    case 'field':
      return (value, root) => isObject(value) && Object.values(value).some((item) => test(item, root));
    case 'item':
      return (value, root) => test(value, root) || (isArray(value) && value.some((item) => test(item, root)));
    case 'inside': {
      const inside: Test = (value, root) => childrenOf(value).some((child) => test(child, root) || inside(child, root));
      return inside;
    }
  }
}
