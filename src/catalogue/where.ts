import { all, any, at, exists, is, not, type Predicate, text as textTest, type } from '../predicate/predicate.js';
import { glob } from '../predicate/text.js';
import type { Node } from './node.js';

const FORMS = '`path` with `is`, `like` or `exists`; or `allOf`, `anyOf`, `not`';

/**
 * The predicate of a `where`:
 * `{ path, is: text or list }` the value there is that string; `{ path, like: 'Access*' }` a string of that form, `*` standing for any
 * characters; `{ path, exists: true }` something is there, be it null; `allOf`, `anyOf`: lists; `not`: one of these.
 * A path is a text with dots, or a list where a key holds one. Null when a problem was reported.
 */
export function readWhere(node: Node): Predicate | null {
  const value = node.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(node);
  const forms = ['allOf', 'anyOf', 'not', 'path'].filter((form) => Object.hasOwn(value, form));
  switch (forms.length === 1 ? forms[0] : undefined) {
    case 'allOf':
    case 'anyOf': {
      const form = forms[0]!;
      node.only([form]);
      const parts = node.at(form).items();
      if (parts.length === 0) return node.at(form).refuse('invalid-where', `\`${form}\` must be a list of tests`);
      const read = parts.map(readWhere);
      if (!read.every((part) => part !== null)) return null;
      return form === 'allOf' ? all(...read) : any(...read);
    }
    case 'not': {
      node.only(['not']);
      const inner = readWhere(node.at('not'));
      return inner && not(inner);
    }
    case 'path':
      return readTest(node);
    default:
      return refuse(node);
  }
}

function readTest(node: Node): Predicate | null {
  node.only(['path', 'is', 'like', 'exists']);
  const path = readPath(node.at('path'));
  const tests = ['is', 'like', 'exists'].filter((test) => node.has(test));
  if (path === null) return null;
  if (tests.length !== 1) return refuse(node);
  const test = node.at(tests[0]!);
  switch (tests[0]) {
    case 'is': {
      if (!Array.isArray(test.value)) {
        const only = test.text();
        return only === null ? null : at(path, is(only));
      }
      const values = test.items().map((item) => item.text());
      if (values.length === 0) return test.refuse('invalid-where', '`is` must name at least one text');
      return values.every((value) => value !== null) ? at(path, any(...values.map(is))) : null;
    }
    case 'like': {
      const form = test.text();
      return form === null ? null : at(path, all(type('string'), textTest(glob(form))));
    }
    default:
      if (test.value === true) return exists(...path);
      return test.value === false
        ? not(exists(...path))
        : test.refuse('invalid-where', '`exists` must be true or false');
  }
}

/** Keys only; written as `{ key }`, so that no key is taken for a step. */
function readPath(node: Node): readonly { readonly key: string }[] | null {
  if (Array.isArray(node.value)) {
    const keys = node.items().map((item) => item.text());
    if (keys.length > 0 && keys.every((key) => key !== null)) return keys.map((key) => ({ key }));
    return node.refuse('invalid-where', '`path` must name at least one key');
  }
  const text = node.text();
  if (text === null) return null;
  if (!/^[^.\s$[\]*]+(?:\.[^.\s$[\]*]+)*$/.test(text))
    return node.refuse(
      'invalid-where',
      `\`${text}\` is not a path`,
      'write keys with dots between them: userIdentity.type',
    );
  return text.split('.').map((key) => ({ key }));
}

const refuse = (node: Node): null => node.refuse('invalid-where', 'this is not a test of an event', `write ${FORMS}`);
