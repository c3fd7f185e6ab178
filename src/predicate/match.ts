import { isArray, isObject, type Json, NumberText, numberText, numberValue, typeOf } from './json.js';
import type { NumberOp, Predicate, Step } from './predicate.js';
import { textTest } from './text-test.js';

export type Match = (value: Json) => boolean;
/** Computes a derived field of the whole event; undefined when it has none. */
export type Derive = (field: string, event: Json) => Json | undefined;

type Test = (value: Json, root: Json) => boolean;

const compiled = new WeakMap<Predicate, Test>();

/** Is the value in the predicate? Compiled once for each predicate object. */
export function matches(predicate: Predicate, value: Json): boolean {
  let test = compiled.get(predicate);
  if (!test) {
    test = testOf(predicate, () => undefined);
    compiled.set(predicate, test);
  }
  return test(value, value);
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
      return anyOf(predicate.of.map((part) => testOf(part, derive)));
    case 'not': {
      const test = testOf(predicate.of, derive);
      return (value, root) => !test(value, root);
    }
    case 'type': {
      const { type } = predicate;
      return (value) => typeOf(value) === type;
    }
    case 'text': {
      const test = textTest(predicate.like);
      return (value) => {
        if (typeof value === 'string') return test(value);
        return (typeof value === 'number' || value instanceof NumberText) && test(numberText(value));
      };
    }
    case 'number': {
      const test = numberTest(predicate.op, predicate.value);
      return (value) => (typeof value === 'number' || value instanceof NumberText) && test(numberValue(value));
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
      const inside: Test = (value, root) => {
        const children = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
        return children.some((child) => test(child, root) || inside(child, root));
      };
      return inside;
    }
  }
}
