/** A resource policy as it is written, with single values made lists. */
interface PolicyDocument {
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: { readonly negated: boolean; readonly of: readonly Principal[] };
  readonly action: { readonly negated: boolean; readonly of: readonly string[] };
  readonly resource: { readonly negated: boolean; readonly of: readonly string[] };
  readonly conditions: readonly Condition[];
}

/** `kind` is AWS, Service, Federated or CanonicalUser; `*` alone is { kind: '*', value: '*' }. */
export interface Principal {
  readonly kind: string;
  readonly value: string;
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export type DocumentResult =
  | { readonly ok: true; readonly document: PolicyDocument }
  | { readonly ok: false; readonly message: string };

/** Members of a statement that are known; another one makes the whole policy unread, because it might narrow the statement. */
const KNOWN = new Set('Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '));

class Unread extends Error {}

/** Reads a policy. Whatever has another form than the documented one is an error with its reason: it is never skipped. */
export function readPolicy(text: string): DocumentResult {
  try {
    const policy: unknown = JSON.parse(text);
    if (!isRecord(policy)) throw new Unread('the policy is not a JSON object');
    const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
    return { ok: true, document: { statements: statements.map(readStatement) } };
  } catch (error) {
    if (error instanceof Unread) return { ok: false, message: error.message };
    if (error instanceof SyntaxError) return { ok: false, message: 'the policy is not JSON' };
    throw error;
  }
}

function readStatement(value: unknown): Statement {
  if (!isRecord(value)) throw new Unread('a statement of the policy is not an object');
  const other = Object.keys(value).find((name) => !KNOWN.has(name));
  if (other !== undefined) throw new Unread(`a statement of the policy has the unknown member \`${other}\``);
  const { Effect: effect, Sid: sid } = value;
  if (effect !== 'Allow' && effect !== 'Deny') throw new Unread('a statement is neither Allow nor Deny');
  return {
    sid: typeof sid === 'string' ? sid : null,
    effect,
    principal: either(value, 'Principal', readPrincipals),
    action: either(value, 'Action', strings),
    resource: either(value, 'Resource', strings),
    conditions: value.Condition === undefined ? [] : readConditions(value.Condition),
  };
}

function either<T>(
  statement: Readonly<Record<string, unknown>>,
  name: 'Principal' | 'Action' | 'Resource',
  read: (value: unknown, name: string) => readonly T[],
): { readonly negated: boolean; readonly of: readonly T[] } {
  const plain = statement[name];
  const negated = statement[`Not${name}`];
  if ((plain === undefined) === (negated === undefined))
    throw new Unread(`a statement has not exactly one of \`${name}\` and \`Not${name}\``);
  return plain === undefined
    ? { negated: true, of: read(negated, `Not${name}`) }
    : { negated: false, of: read(plain, name) };
}

function readPrincipals(value: unknown, name: string): readonly Principal[] {
  if (value === '*') return [{ kind: '*', value: '*' }];
  if (!isRecord(value)) throw new Unread(`\`${name}\` is neither "*" nor an object`);
  return Object.entries(value).flatMap(([kind, of]) => strings(of, name).map((item) => ({ kind, value: item })));
}

function readConditions(value: unknown): readonly Condition[] {
  if (!isRecord(value)) throw new Unread('`Condition` is not an object');
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw new Unread(`the condition \`${operator}\` is not an object`);
    return Object.entries(keys).map(([key, of]) => ({ operator, key, values: scalars(of, key) }));
  });
}

function strings(value: unknown, name: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every((item) => typeof item === 'string')) return list;
  throw new Unread(`\`${name}\` is not a string or a list of strings`);
}

function scalars(value: unknown, key: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string' || typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw new Unread(`the condition on \`${key}\` has a value that is not a scalar`);
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
