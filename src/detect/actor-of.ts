import type { Json } from '../predicate/json.js';
import type { Actor } from './alert.js';
import { member, textAt } from './member.js';

/** Who acted, as far as the record tells (CloudTrail user guide, "CloudTrail userIdentity element"). */
export function actorOf(record: Json): Actor {
  const identity = member(record, 'userIdentity');
  const issuer = member(identity, 'sessionContext', 'sessionIssuer');
  const arn = textAt(identity, 'arn');
  const type = textAt(identity, 'type');
  return {
    type,
    account: textAt(identity, 'accountId') ?? arn?.split(':')[4] ?? null,
    principal: textAt(issuer, 'arn') ?? arn,
    role: textAt(issuer, 'type') === 'Role' ? textAt(issuer, 'userName') : roleIn(arn),
    session: sessionOf(arn, textAt(identity, 'principalId')),
    user: textAt(identity, 'userName') ?? (type === 'Root' ? 'root' : textAt(identity, 'onBehalfOf', 'userId')),
    accessKey: textAt(identity, 'accessKeyId'),
    sourceAddress: textAt(record, 'sourceIPAddress'),
    userAgent: textAt(record, 'userAgent'),
    mfa: mfaOf(record),
    invokedBy: textAt(identity, 'invokedBy'),
  };
}

/** How a sentence names them: a role with its session, a user, a service, an account. */
export function actorName({ role, session, user, type, invokedBy, principal, account }: Actor): string {
  if (role !== null) return session === null ? role : `${role} (session ${session})`;
  if (type === 'Root') return account === null ? 'the root user' : `the root user of ${account}`;
  if (user !== null) return user;
  if (session !== null) return session;
  if (principal !== null) return principal;
  if (invokedBy !== null) return invokedBy;
  return account === null ? 'somebody unknown' : `account ${account}`;
}

/** `arn:aws:sts::111122223333:assumed-role/ROLE/SESSION`; the record of a role without its issuer. */
const roleIn = (arn: string | null): string | null => /:assumed-role\/([^/]+)/.exec(arn ?? '')?.[1] ?? null;

function sessionOf(arn: string | null, principalId: string | null): string | null {
  const named = /:(?:assumed-role\/[^/]+|federated-user)\/(.+)$/.exec(arn ?? '')?.[1];
  return named ?? /^A[A-Z0-9]+:(.+)$/.exec(principalId ?? '')?.[1] ?? null;
}

function mfaOf(record: Json): boolean | null {
  const used = textAt(record, 'additionalEventData', 'MFAUsed');
  if (used !== null) return used === 'Yes' ? true : used === 'No' ? false : null;
  const authenticated = member(record, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated');
  if (authenticated === 'true' || authenticated === true) return true;
  return authenticated === 'false' || authenticated === false ? false : null;
}
