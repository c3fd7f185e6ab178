import { describe, expect, it } from 'vitest';
import { policyLeaves } from './key-policy.js';

const ACCOUNT = '111122223333';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/KeyAdmin`;

const leaves = (statements: unknown, action = 'kms:PutKeyPolicy', account: string | null = ACCOUNT) =>
  policyLeaves(JSON.stringify({ Version: '2012-10-17', Statement: statements }), action, account);

const allow = (Action: unknown, Principal: unknown = { AWS: ROOT }, more = {}) => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource: '*',
  ...more,
});
const deny = (Action: unknown, Principal: unknown = '*', more = {}) => ({
  ...allow(Action, Principal, more),
  Effect: 'Deny',
});

describe('a key policy leaves somebody who may call', () => {
  it.each([
    ['the default policy', allow('kms:*')],
    ['a list that holds it', [allow(['kms:Decrypt', 'kms:PutKeyPolicy'], { AWS: [ROLE] })]],
    ['a wildcard of it', [allow('kms:Put*')]],
    ['everything', [allow('*')]],
    ['one character open', [allow('kms:PutKeyPolic?')]],
    ['another casing', [allow('KMS:putkeypolicy')]],
    ['everybody', [allow('kms:*', '*')]],
    ['the account by its number', [allow('kms:*', { AWS: ACCOUNT })]],
    ['all but what is named', [{ ...allow('x'), Action: undefined, NotAction: 'kms:Decrypt' }]],
    ['a denial of something else', [allow('kms:*'), deny('kms:Decrypt')]],
    ['a denial for one role of the account', [allow('kms:*'), deny('kms:*', { AWS: ROLE })]],
    [
      'one that nobody denies beside one that is denied',
      [allow('kms:*', { AWS: [ROLE, `arn:aws:iam::${ACCOUNT}:user/Alice`] }), deny('kms:PutKeyPolicy', { AWS: ROLE })],
    ],
  ])('%s', (_, statements) => expect(leaves(statements)).toBe(true));
});

describe('a key policy leaves nobody', () => {
  it.each([
    ['no statement', []],
    ['use alone', [allow(['kms:Decrypt', 'kms:Encrypt', 'kms:DescribeKey'])]],
    ['other writes', [allow('kms:PutK*Alias')]],
    ['an empty principal', [allow('kms:*', { AWS: [] })]],
    ['another account, which cannot call it', [allow('kms:*', { AWS: 'arn:aws:iam::444455556666:root' })]],
    ['a service', [allow('kms:*', { Service: 'logs.us-east-1.amazonaws.com' })]],
    ['a denial for everybody', [allow('kms:*'), deny('kms:PutKeyPolicy')]],
    ['a denial for everybody, as AWS', [allow('kms:*'), deny('kms:Put*', { AWS: '*' })]],
    ['a denial for the account', [allow('kms:*', { AWS: ROLE }), deny('kms:*', { AWS: ROOT })]],
    ['a denial for the one who is allowed', [allow('kms:*', { AWS: ROLE }), deny('kms:*', { AWS: ROLE })]],
    ['all but what is named, which it is', [{ ...allow('x'), Action: undefined, NotAction: ['kms:*'] }]],
  ])('%s', (_, statements) => expect(leaves(statements)).toBe(false));
});

describe('it cannot be said', () => {
  it.each([
    [
      'of a conditional permission',
      [allow('kms:*', { AWS: ROOT }, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    ],
    [
      'of a conditional denial',
      [allow('kms:*'), deny('kms:*', '*', { Condition: { StringNotEquals: { 'aws:PrincipalArn': ROLE } } })],
    ],
    ['of a principal that is an id', [allow('kms:*', { AWS: 'AROAEXAMPLE0ID' })]],
    ['of all but some', [allow('kms:*'), { ...deny('kms:*'), Principal: undefined, NotPrincipal: { AWS: ROLE } }]],
    ['of another resource', [allow('kms:*', { AWS: ROOT }, { Resource: 'arn:aws:s3:::example' })]],
    ['of a federated one', [allow('kms:*', { Federated: 'cognito-identity.amazonaws.com' })]],
    [
      'of a role whose session is denied',
      [allow('kms:*', { AWS: ROLE }), deny('kms:*', { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/KeyAdmin/alice` })],
    ],
  ])('%s', (_, statements) => expect(leaves(statements)).toBe(null));

  it.each([
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Princip',
    '',
    'null',
    '{"Statement":["x"]}',
    '{"Statement":[{"Principal":"*"}]}',
    '[]',
  ])('of the document %s', (text) => expect(policyLeaves(text, 'kms:PutKeyPolicy', ACCOUNT)).toBe(null));

  it('of an account that is not known', () => expect(leaves(allow('kms:*'), 'kms:PutKeyPolicy', null)).toBe(null));
});

it('each action is asked for itself', () => {
  const statements = [allow(['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'])];
  expect(leaves(statements)).toBe(true);
  expect(leaves(statements, 'kms:CancelKeyDeletion')).toBe(false);
});

it('a hostile pattern takes no time', () => {
  const before = process.cpuUsage();
  expect(leaves([allow(`${'*a'.repeat(200)}b`)])).toBe(false);
  const { user } = process.cpuUsage(before);
  expect(user).toBeLessThan(1_000_000);
});
