import { NumberText } from '../../predicate/json.js';
import { isOutput, type Output } from '../step.js';
import { asciiJson } from './ascii-json.js';

/** What a value in AWS's answer is to be. */
export type Expected =
  | { readonly is: unknown }
  /** Absent, empty or false: AWS leaves some of these out, and answers others. */
  | { readonly nothing: true }
  | { readonly something: true }
  /** A text, or a list, in which all of these stand. */
  | { readonly holds: readonly string[] }
  /** An object with these members; others do not matter. */
  | { readonly members: readonly (readonly [name: string, expected: Expected])[] }
  /** A list of these, in this order. */
  | { readonly items: readonly Expected[] }
  | { readonly any: readonly Expected[] };

export const NOTHING: Expected = { nothing: true };
export const SOMETHING: Expected = { something: true };
export const is = (value: unknown): Expected => ({ is: value });
export const holds = (...texts: readonly string[]): Expected => ({ holds: texts });
export const any = (...of: readonly Expected[]): Expected => ({ any: of });
export const members = (of: readonly (readonly [string, Expected])[]): Expected => ({ members: of });
export const items = (of: readonly Expected[]): Expected => (of.length === 0 ? NOTHING : { items: of });

/** The value as it was given; members of objects that it does not have do not matter. */
export function agrees(value: unknown): Expected {
  if (isOutput(value) || value instanceof NumberText) return is(value);
  if (value === undefined || value === null || value === '' || value === false) return NOTHING;
  if (Array.isArray(value)) return value.every(isScalar) && value.length > 0 ? is(value) : items(value.map(agrees));
  if (typeof value === 'object') return members(Object.entries(value).map(([name, item]) => [name, agrees(item)]));
  return is(value);
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object';
}

/** For PowerShell, which reads it and looks for itself: each kind is an object of one member. */
export function expectedJson(expected: Expected): unknown {
  if ('members' in expected)
    return { members: expected.members.map(([name, of]) => ({ name, expected: expectedJson(of) })) };
  if ('items' in expected) return { items: expected.items.map(expectedJson) };
  if ('any' in expected) return { any: expected.any.map(expectedJson) };
  return expected;
}

/** The condition in JMESPath, the language of the AWS CLI's --query. `output`: as in `asciiJson`. */
export function jmespath(expected: Expected, output: (output: Output) => string, at = '@'): string {
  const literal = (value: unknown) => jmespathLiteral(value, output);
  if ('is' in expected) return `${at} == ${literal(expected.is)}`;
  if ('nothing' in expected) return at === '@' ? '!@' : `!(${at})`;
  if ('something' in expected) return `!(!(${at}))`;
  if ('holds' in expected)
    return expected.holds.map((text) => `contains(${at} || ${literal('')}, ${literal(text)})`).join(' && ');
  if ('any' in expected) return `(${expected.any.map((one) => `(${jmespath(one, output, at)})`).join(' || ')})`;
  if ('items' in expected) {
    const count = `length(${at} || ${literal([])}) == ${literal(expected.items.length)}`;
    return [count, ...expected.items.map((one, index) => jmespath(one, output, `${within(at)}[${index}]`))].join(
      ' && ',
    );
  }
  const own = expected.members.map(([name, one]) =>
    jmespath(one, output, at === '@' ? member(name) : `${at}.${member(name)}`),
  );
  return own.length === 0 ? literal(true) : own.join(' && ');
}

function within(at: string): string {
  return at === '@' ? '' : at;
}

function member(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : asciiJson(name, { width: Infinity, output: () => '' });
}

/** A backtick ends a literal: it is written by its number, as every other character that is no printable ASCII. */
export function jmespathLiteral(value: unknown, output: (output: Output) => string): string {
  const json = asciiJson(value, { width: Infinity, output });
  return `\`${json.replaceAll('`', '\\u0060')}\``;
}
