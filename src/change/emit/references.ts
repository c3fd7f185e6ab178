import { isArray, isObject, type Json, type NumberText, parseJson } from '../../predicate/json.js';
import { Expression, type Hcl, printValue, quoted } from './hcl.js';

/** A value that a resource or a variable stands for. */
export interface Reference {
  readonly value: string;
  readonly expression: string;
}

/** The reference that a text is, or begins with before a colon or slash, as an ARN with a path; the longest that fits. */
export function longestOf<R extends { readonly value: string }>(
  text: string,
  references: readonly R[],
): { readonly reference: R; readonly rest: string } | null {
  let best: R | null = null;
  for (const reference of references) {
    const next = text[reference.value.length];
    const fits = text.startsWith(reference.value) && (next === undefined || next === ':' || next === '/');
    if (fits && (best === null || reference.value.length > best.value.length)) best = reference;
  }
  return best === null ? null : { reference: best, rest: text.slice(best.value.length) };
}

export function referring(text: string, references: readonly Reference[]): Hcl {
  const found = longestOf(text, references);
  if (found === null) return text;
  const { expression } = found.reference;
  return new Expression(found.rest === '' ? expression : `"\${${expression}}${quoted(found.rest).slice(1)}`);
}

/** A policy as `jsonencode(…)`, so that it can name what stands beside it. */
export function policyExpression(policy: string, references: readonly Reference[]): Expression {
  return new Expression(`jsonencode(${printValue(inHcl(parseJson(policy), references), '')})`);
}

function inHcl(value: Json, references: readonly Reference[]): Hcl {
  if (typeof value === 'string') return referring(value, references);
  if (isArray(value)) return value.map((item) => inHcl(item, references));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inHcl(item, references)]));
  return value as null | boolean | number | NumberText;
}

/** Is it a JSON object that keeps its meaning when it is read and written again? */
export function isDocument(text: string): boolean {
  try {
    return isObject(JSON.parse(text) as Json);
  } catch {
    return false;
  }
}
