import { describe, expect, it } from 'vitest';
import {
  ASSUMED_ROLE,
  AWS_SERVICE,
  FEDERATED_USER,
  IAM_USER,
  IDENTITY_CENTER_USER,
  OTHER_ACCOUNT,
  ROOT,
  SAML_USER,
  SERVICE_WITH_ROLE,
  WEB_IDENTITY_USER,
} from '../cloudtrail/callers.js';
import { actorName, actorOf } from './actor-of.js';
import type { Actor } from './alert.js';

const ROLE = 'arn:aws:iam::111122223333:role/Operations';

describe('who acted', () => {
  it.each<readonly [string, { readonly userIdentity: object }, Partial<Actor>, string]>([
    ['an IAM user', IAM_USER, { user: 'Alice', accessKey: 'AKIAEXAMPLEKEY000001', role: null, session: null }, 'Alice'],
    [
      'a session of a role',
      ASSUMED_ROLE,
      { principal: ROLE, role: 'Operations', session: 'alice', user: null, mfa: false },
      'Operations (session alice)',
    ],
    ['the root user', ROOT, { user: 'root', mfa: true }, 'the root user of 111122223333'],
    [
      'a federated user: the session is theirs, the principal its issuer',
      FEDERATED_USER,
      { principal: 'arn:aws:iam::111122223333:user/Broker', session: 'Carol', role: null },
      'Carol',
    ],
    [
      'a service through a role',
      SERVICE_WITH_ROLE,
      { role: 'Operations', invokedBy: 'cloudformation.amazonaws.com' },
      'Operations (session cloudformation)',
    ],
    [
      'a service',
      AWS_SERVICE,
      { principal: null, account: null, invokedBy: 'backup.amazonaws.com' },
      'backup.amazonaws.com',
    ],
    [
      'somebody of another account',
      OTHER_ACCOUNT,
      { account: '444455556666', principal: null },
      'account 444455556666',
    ],
    [
      'a user of IAM Identity Center',
      IDENTITY_CENTER_USER,
      { user: '5448d4c8-70a1-701f-60e3-EXAMPLE11111', principal: null },
      '5448d4c8-70a1-701f-60e3-EXAMPLE11111',
    ],
    ['a SAML user', SAML_USER, { user: 'dave' }, 'dave'],
    ['a user of a web identity', WEB_IDENTITY_USER, { user: 'example-user' }, 'example-user'],
    [
      'the service itself, without a type',
      { userIdentity: { accountId: '111122223333', invokedBy: 'AWS Internal' } },
      { type: null, account: '111122223333', invokedBy: 'AWS Internal' },
      'AWS Internal',
    ],
    ['nobody', { userIdentity: {} }, { type: null, account: null, principal: null, mfa: null }, 'somebody unknown'],
  ])('%s', (_, { userIdentity }, expected, name) => {
    const actor = actorOf({ userIdentity: { ...userIdentity } });
    expect(actor).toMatchObject(expected);
    expect(actorName(actor)).toBe(name);
  });

  it('a role without its issuer is read from the ARN of the session', () => {
    const arn = 'arn:aws:sts::111122223333:assumed-role/Operations/alice';
    expect(actorOf({ userIdentity: { type: 'AssumedRole', arn } })).toMatchObject({
      role: 'Operations',
      session: 'alice',
      account: '111122223333',
    });
  });

  it('a sign-in tells of the second factor itself', () => {
    const record = (MFAUsed: string) => ({ userIdentity: {}, additionalEventData: { MFAUsed } });
    expect([actorOf(record('Yes')).mfa, actorOf(record('No')).mfa, actorOf(record('?')).mfa]).toEqual([
      true,
      false,
      null,
    ]);
  });

  it.each([null, 'text', [], {}, { userIdentity: null }, { userIdentity: 'Alice' }])('%j says nothing', (record) => {
    expect(Object.values(actorOf(record)).every((value) => value === null)).toBe(true);
  });
});
