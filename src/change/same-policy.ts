import { canonical } from '../account/canonical.js';

/**
 * Do two policy documents say the same? Services answer a policy in another form than it was put: lists of one as text, an account
 * number as the ARN of its root, actions in other letters (IAM user guide, "JSON policy element reference"). What is no policy is
 * compared as JSON, what is no JSON as text.
 */
export function samePolicy(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [meaningOf(one), meaningOf(other)];
  return a !== null && a === b;
}

function meaningOf(text: string): string | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(found)) return JSON.stringify(canonical(found));
  const { Statement: _statements, ...rest } = found;
  return JSON.stringify(canonical({ ...rest, Statement: statementsIn(found) }));
}

/** Each statement of a policy in the one form in which all that say the same are written, in one order; null of what is no policy. */
export function statementsOf(text: string): readonly string[] | null {
  try {
    const found: unknown = JSON.parse(text);
    return isRecord(found) ? statementsIn(found) : null;
  } catch {
    return null;
  }
}

function statementsIn({ Statement: statements = [] }: Readonly<Record<string, unknown>>): readonly string[] {
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.map((one) => JSON.stringify(canonical(isRecord(one) ? statementOf(one) : one))).sort();
}

const LISTS: readonly string[] = ['Action', 'NotAction', 'Resource', 'NotResource'];

function statementOf(statement: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(statement).map(([name, value]) => {
      if (LISTS.includes(name)) return [name, listOf(value, name.endsWith('Action') ? lower : asItIs)];
      if (name === 'Principal' || name === 'NotPrincipal') return [name, principalsOf(value)];
      if (name === 'Condition') return [name, conditionsOf(value)];
      return [name, value];
    }),
  );
}

/** The order in a list, and what stands in it twice, mean nothing. */
function listOf(value: unknown, spelled: (text: string) => string): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return [
    ...new Set(list.map((one) => (typeof one === 'string' ? spelled(one) : JSON.stringify(canonical(one))))),
  ].sort();
}

const asItIs = (text: string): string => text;
const lower = (text: string): string => text.toLowerCase();
const principal = (text: string): string => /^arn:[^:]*:iam::(\d{12}):root$/.exec(text)?.[1] ?? text;

function principalsOf(value: unknown): unknown {
  if (value === '*') return { AWS: ['*'] };
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([kind, of]) => [kind, listOf(of, principal)]));
}

/** Booleans and numbers are text in a condition. */
function conditionsOf(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator,
      isRecord(keys) ? Object.fromEntries(Object.entries(keys).map(([key, of]) => [key, valuesOf(of)])) : keys,
    ]),
  );
}

function valuesOf(value: unknown): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return listOf(
    list.map((one) => (typeof one === 'boolean' || typeof one === 'number' ? String(one) : one)),
    asItIs,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
