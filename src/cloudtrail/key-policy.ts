import { isArray, isObject, type Json, type JsonObject, parseJson } from '../predicate/json.js';
import { ANY_CHAR, ANY_TEXT, literal, sequence } from '../predicate/text.js';
import { textTest } from '../predicate/text-test.js';

/** Whether a policy leaves somebody who may make a call; null: it cannot be said of this document. */
export type Leaves = boolean | null;

/** Whose policy it is. */
export interface PolicyOf {
  readonly account: string | null;
  readonly key: string | null;
}

type Certainty = 'yes' | 'maybe' | 'no';

/**
 * Does this key policy leave a principal of the account that may call the action (`kms:PutKeyPolicy`)? Neither answer is given where
 * the document is no JSON (CloudTrail cuts long ones), or where a condition or a principal of unknown standing decides. A statement about
 * another resource than the key gives and takes nothing; `key`, its ARN, may be null where it is not known.
 * Principals of other accounts, and services, do not count: the KMS API reference says of PutKeyPolicy and CancelKeyDeletion that
 * they cannot be called across accounts.
 */
export function policyLeaves(document: string, action: string, { account, key }: PolicyOf): Leaves {
  const statements = statementsOf(document);
  if (statements === null) return null;
  let result: Certainty = 'no';
  const denials = statements.filter((statement) => statement.Effect === 'Deny');
  for (const statement of statements) {
    if (statement.Effect !== 'Allow') continue;
    const applies = appliesTo(statement, action, key);
    if (applies === 'no') continue;
    for (const principal of allowedOf(statement)) {
      const counts = least(
        applies,
        standing(principal, account),
        escapes(principal, denials, action, { account, key }),
      );
      if (counts === 'yes') return true;
      if (counts === 'maybe') result = 'maybe';
    }
  }
  return result === 'maybe' ? null : false;
}

function statementsOf(document: string): readonly JsonObject[] | null {
  let policy: Json;
  try {
    policy = parseJson(document);
  } catch {
    return null; // cut off, or no policy at all
  }
  if (!isObject(policy)) return null;
  const list = isArray(policy.Statement) ? policy.Statement : [policy.Statement ?? null];
  const statements = list.filter(isObject);
  const isSound = statements.length === list.length && statements.every(({ Effect }) => typeof Effect === 'string');
  return isSound ? statements : null;
}

/** Does the statement speak of this action on this key, whatever the circumstances? */
function appliesTo(statement: JsonObject, action: string, key: string | null): Certainty {
  if ('Action' in statement === 'NotAction' in statement) return 'maybe';
  const named = textsOf(statement.Action ?? statement.NotAction).some((pattern) => covers(pattern, action));
  if (named !== 'Action' in statement) return 'no';
  const isConditional = isObject(statement.Condition) && Object.keys(statement.Condition).length > 0;
  return least(isConditional ? 'maybe' : 'yes', isOfKey(statement, key));
}

/** `*` is the key itself (KMS developer guide, "Key policies in AWS KMS": the resource of a key policy). */
function isOfKey(statement: JsonObject, key: string | null): Certainty {
  if ('NotResource' in statement) return 'maybe';
  const resources = textsOf(statement.Resource ?? '*');
  if (resources.includes('*')) return 'yes';
  if (resources.some((resource) => resource.includes('${'))) return 'maybe';
  if (!key?.startsWith('arn:')) return 'maybe';
  return resources.some((resource) => covers(resource, key)) ? 'yes' : 'no';
}

/** Without regard to case, as actions are compared; `*` and `?` are wildcards (IAM user guide, "Action"). */
function covers(pattern: string, name: string): boolean {
  const pieces = pattern
    .toLowerCase()
    .split(/([*?])/)
    .map((piece) => (piece === '*' ? ANY_TEXT : piece === '?' ? ANY_CHAR : literal(piece)));
  return textTest(sequence(...pieces))(name.toLowerCase());
}

type Principal = { readonly kind: string; readonly name: string };

const EVERYBODY: Principal = { kind: 'AWS', name: '*' };

/** Those whom an Allow names; `NotPrincipal` leaves somebody, whoever that may be. */
function allowedOf(statement: JsonObject): readonly Principal[] {
  if ('NotPrincipal' in statement) return [{ kind: 'NotPrincipal', name: '' }];
  return principalsOf(statement.Principal);
}

function principalsOf(value: Json | undefined): readonly Principal[] {
  if (value === '*') return [EVERYBODY];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([kind, names]) => textsOf(names).map((name) => ({ kind, name })));
}

/** Can this be somebody of the account at all? */
function standing({ kind, name }: Principal, account: string | null): Certainty {
  if (kind === 'Service' || name === '') return kind === 'NotPrincipal' ? 'maybe' : 'no';
  if (kind !== 'AWS') return 'maybe';
  if (name === '*') return 'yes';
  const owner = accountOf(name);
  // An id such as AROA… stands for a principal that is no longer there.
  if (owner === null || account === null) return 'maybe';
  return owner === account ? 'yes' : 'no';
}

/** Is something left of what it is allowed, after the denials? */
function escapes(
  principal: Principal,
  denials: readonly JsonObject[],
  action: string,
  { account, key }: PolicyOf,
): Certainty {
  let left: Certainty = 'yes';
  for (const denial of denials) {
    const applies = appliesTo(denial, action, key);
    if (applies === 'no') continue;
    const reaches = 'NotPrincipal' in denial ? 'maybe' : reach(principalsOf(denial.Principal), principal, account);
    const denied = least(applies, reaches);
    if (denied === 'yes') return 'no';
    if (denied === 'maybe') left = 'maybe';
  }
  return left;
}

/** Does a denial for these take in this one, whole? */
function reach(denied: readonly Principal[], principal: Principal, account: string | null): Certainty {
  let found: Certainty = 'no';
  for (const { kind, name } of denied) {
    if (kind !== 'AWS') continue;
    if (name === '*' || name === principal.name) return 'yes';
    const whole = wholeAccount(name);
    // Whoever is allowed must be of the key's account, so a denial for that account is one for everybody.
    if (whole !== null && (whole === account || whole === accountOf(principal.name))) return 'yes';
    // One session of a role, and the role: either may take in the other.
    if (whole === null && principal.name.includes(':assumed-role/') !== name.includes(':assumed-role/'))
      found = 'maybe';
  }
  return found;
}

function least(...of: readonly Certainty[]): Certainty {
  return of.includes('no') ? 'no' : of.includes('maybe') ? 'maybe' : 'yes';
}

const accountOf = (name: string): string | null =>
  /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(name)?.[1] ?? null;

const wholeAccount = (name: string): string | null =>
  /^(?:arn:[\w-]+:iam::(\d{12}):root|(\d{12}))$/.exec(name)?.slice(1).find(Boolean) ?? null;

const textsOf = (value: Json | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : isArray(value) ? value.filter((item) => typeof item === 'string') : [];
