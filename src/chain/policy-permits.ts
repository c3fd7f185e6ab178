import { type Answer, conditionHolds, likeArn, likeWildcard, type RequestContext } from './policy-condition.js';
import { type Principal, readPolicy, type Statement } from './policy-document.js';

export interface PolicyRequest {
  readonly principal: { readonly service: string }; // cloudwatch.amazonaws.com
  readonly action: string; // sns:Publish
  readonly resource: string; // ARN; `*` when it is not known
  readonly context: RequestContext;
}

export interface PolicyAnswer {
  readonly answer: Answer;
  /** One sentence, lower-case, without a final period. */
  readonly because: string;
}

/** What an AWS principal of a statement (`*`, an account, an ARN) says of the service that asks; `no` when nothing else is known. */
export type AwsPrincipals = (value: string, effect: Statement['effect']) => Answer;

const notOfServices: AwsPrincipals = (value) => (value === '*' ? 'yes' : 'no');

/**
 * Does this resource policy let the service do this? After the IAM user guide, policy evaluation logic: a Deny that applies wins, else an
 * Allow that applies is needed. Whatever cannot be decided in a statement that matters makes the answer `unknown`.
 */
export function permits(
  policyText: string,
  request: PolicyRequest,
  awsPrincipals: AwsPrincipals = notOfServices,
): PolicyAnswer {
  const read = readPolicy(policyText);
  if (!read.ok) return { answer: 'unknown', because: read.message };
  const judged = read.document.statements.map((statement, index) => ({
    statement,
    name: statement.sid ? `the statement \`${statement.sid}\`` : `statement ${index + 1}`,
    ...applies(statement, request, awsPrincipals),
  }));
  const of = (effect: Statement['effect'], answer: Answer) =>
    judged.find((entry) => entry.statement.effect === effect && entry.answer === answer);

  const denied = of('Deny', 'yes');
  if (denied)
    return { answer: 'no', because: `${denied.name} denies ${request.action} to ${request.principal.service}` };
  const allowed = of('Allow', 'yes');
  const mayDeny = of('Deny', 'unknown');
  if (allowed && mayDeny) return { answer: 'unknown', because: `${mayDeny.name} may deny it: ${mayDeny.because}` };
  if (allowed)
    return { answer: 'yes', because: `${allowed.name} allows ${request.action} to ${request.principal.service}` };
  const mayAllow = of('Allow', 'unknown');
  if (mayAllow) return { answer: 'unknown', because: `${mayAllow.name} may allow it: ${mayAllow.because}` };
  const near = judged.find((entry) => entry.statement.effect === 'Allow' && entry.near);
  const why = near ? `: in ${near.name} ${near.because}` : '';
  return { answer: 'no', because: `no statement allows ${request.action} to ${request.principal.service}${why}` };
}

interface Applies extends PolicyAnswer {
  /** The statement speaks of this principal, action and resource, and only a condition keeps it from applying. */
  readonly near: boolean;
}

function applies(statement: Statement, request: PolicyRequest, awsPrincipals: AwsPrincipals): Applies {
  const parts = [
    principalMatches(statement, request.principal.service, awsPrincipals),
    listMatches(statement.action, (pattern) => actionMatches(pattern, request.action), 'action'),
    listMatches(statement.resource, (pattern) => resourceMatches(pattern, request.resource), 'resource'),
  ];
  const conditions = statement.conditions.map((condition) => conditionHolds(condition, request.context));
  const failed = parts.find((part) => part.answer === 'no');
  if (failed) return { ...failed, near: false };
  const refused = conditions.find((part) => part.answer === 'no');
  if (refused) return { ...refused, near: true };
  const open = [...parts, ...conditions].find((part) => part.answer === 'unknown');
  return open ? { ...open, near: true } : { answer: 'yes', because: 'it applies', near: true };
}

function principalMatches(statement: Statement, service: string, awsPrincipals: AwsPrincipals): PolicyAnswer {
  const { negated, of } = statement.principal;
  const answers = of.map((principal) => principalCovers(principal, service, awsPrincipals, statement.effect));
  const listed = either(answers);
  if (!negated) return { answer: listed, because: `its principal ${said(listed, service)}` };
  // Whom NotPrincipal spares is certain; what it does to a service that it does not name is not.
  if (listed === 'yes') return { answer: 'no', because: `its \`NotPrincipal\` names ${service}` };
  return { answer: 'unknown', because: `it has a \`NotPrincipal\` that does not name ${service}` };
}

function principalCovers(
  { kind, value }: Principal,
  service: string,
  awsPrincipals: AwsPrincipals,
  effect: Statement['effect'],
): Answer {
  switch (kind) {
    case '*':
      return 'yes';
    case 'AWS':
      return awsPrincipals(value, effect);
    case 'Service':
      if (value === service) return 'yes';
      return value.includes('*') ? 'unknown' : 'no';
    case 'Federated':
    case 'CanonicalUser':
      return 'no';
    default:
      return 'unknown';
  }
}

function listMatches(
  list: { readonly negated: boolean; readonly of: readonly string[] },
  matches: (pattern: string) => Answer,
  what: string,
): PolicyAnswer {
  const listed = either(list.of.map(matches));
  const answer = list.negated ? opposite(listed) : listed;
  return { answer, because: `its ${what} ${said(answer, 'this request')}` };
}

function actionMatches(pattern: string, action: string): Answer {
  if (pattern.includes('${')) return 'unknown';
  return likeWildcard(pattern.toLowerCase(), action.toLowerCase()) ? 'yes' : 'no';
}

/** A wildcard that would have to reach over a colon of the ARN is left open; `*` alone is everything. */
function resourceMatches(pattern: string, resource: string): Answer {
  if (pattern === '*' || pattern === resource) return 'yes';
  if (resource === '*' || pattern.includes('${')) return 'unknown';
  if (!likeWildcard(pattern, resource)) return 'no';
  return likeArn(pattern, resource) ? 'yes' : 'unknown';
}

function either(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

const opposite = (answer: Answer): Answer => (answer === 'unknown' ? answer : answer === 'yes' ? 'no' : 'yes');

function said(answer: Answer, what: string): string {
  if (answer === 'unknown') return `may or may not cover ${what}`;
  return answer === 'yes' ? `covers ${what}` : `does not cover ${what}`;
}
