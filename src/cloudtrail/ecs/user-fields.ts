import type { Json } from '../../predicate/json.js';
import { any, at, is, type Predicate } from '../../predicate/predicate.js';
import { type EcsEvent, scalarOf, stringOf, textOf } from './ecs-event.js';
import { derived, type EcsField, firstOf, renamed } from './field.js';

const ISSUER_NAME = ['userIdentity', 'sessionContext', 'sessionIssuer', 'userName'];
const OWN_NAME = ['userIdentity', 'userName'];
const SIGN_IN_NAME = ['additionalEventData', 'UserName'];
const PRINCIPAL = ['userIdentity', 'principalId'];
const ON_BEHALF_OF = ['userIdentity', 'onBehalfOf', 'userId'];

const ofType = (...types: readonly string[]): Predicate => at(['userIdentity', 'type'], any(...types.map(is)));
const SESSION: Predicate = ofType('AssumedRole', 'FederatedUser');

const isSession = ({ kept }: EcsEvent): boolean =>
  ['AssumedRole', 'FederatedUser'].includes(stringOf(kept, ['userIdentity', 'type']) ?? '');

const ownName = (event: EcsEvent): Json | undefined =>
  (isSession(event) ? scalarOf(event.kept, ISSUER_NAME) : undefined) ?? scalarOf(event.kept, OWN_NAME);

/** IAM Identity Center names who signs in only in the additional data. */
export const isNamedBySignIn = (event: EcsEvent): boolean =>
  stringOf(event.kept, ['eventName']) === 'UserAuthentication' && ownName(event) === undefined;

const userName = (event: EcsEvent): Json | undefined =>
  isNamedBySignIn(event) ? scalarOf(event.kept, SIGN_IN_NAME) : ownName(event);

function userId({ kept }: EcsEvent): Json | undefined {
  const own = scalarOf(kept, PRINCIPAL);
  const isCenterUser = stringOf(kept, ['userIdentity', 'type']) === 'IdentityCenterUser';
  return own ?? (isCenterUser ? scalarOf(kept, ON_BEHALF_OF) : undefined);
}

/** The pipeline knows two partitions; a session in `aws-cn` has no name for it. */
const SESSION_ARN = /arn:(?:aws|aws-us-gov):sts:.*\/(.*)$/;

function sessionName(event: EcsEvent): string | undefined {
  if (!isSession(event)) return undefined;
  const name = SESSION_ARN.exec(stringOf(event.kept, ['userIdentity', 'arn']) ?? '')?.[1];
  return name === '' ? undefined : name;
}

/** The name of a session that is an e-mail address, else a user's name that is one. */
function userEmail(event: EcsEvent): string | undefined {
  const session = sessionName(event);
  if (session?.includes('@')) return session;
  const name = userName(event);
  return typeof name === 'string' && name.indexOf('@') > 0 ? name : undefined;
}

function relatedUsers(event: EcsEvent): readonly string[] {
  const { kept } = event;
  const session = sessionName(event);
  const all = [
    session,
    session?.includes('@') ? session.slice(0, session.indexOf('@')) : undefined,
    stringOf(kept, ['requestParameters', 'userName']),
    stringOf(kept, ['requestParameters', 'newUserName']),
    stringOf(kept, ['responseElements', 'user', 'userId']),
    textOf(userId(event)),
    textOf(userName(event)),
  ];
  return [...new Set(all.filter((name) => name !== undefined && name !== ''))] as readonly string[];
}

const oneOrNone = (value: Json | undefined): readonly Json[] => (value === undefined ? [] : [value]);

/**
 * `user.name` is the role's name for a session of a role, not the person's: the session is in `user.id`, after the colon. The role's
 * name wins over a `userName` beside it, which CloudTrail does not write.
 */
export const USER_FIELDS: readonly EcsField[] = [
  firstOf(
    'user.name',
    [
      { path: ISSUER_NAME, when: SESSION },
      { path: OWN_NAME },
      { path: SIGN_IN_NAME, when: at(['eventName'], is('UserAuthentication')) },
    ],
    (event) => oneOrNone(userName(event)),
  ),
  firstOf('user.id', [{ path: PRINCIPAL }, { path: ON_BEHALF_OF, when: ofType('IdentityCenterUser') }], (event) =>
    oneOrNone(userId(event)),
  ),
  derived('user.email', 'keyword', (event) => oneOrNone(userEmail(event))),
  derived('related.user', 'keyword', relatedUsers, { many: true }),
  renamed('user.target.id', 'responseElements', 'user', 'userId'),
  renamed('user.target.name', 'requestParameters', 'userName'),
  renamed('user.changes.name', 'requestParameters', 'newUserName'),
  renamed('group.id', 'responseElements', 'group', 'groupId'),
  renamed('group.name', 'requestParameters', 'groupName'),
];
