import { describe, expect, it } from 'vitest';
import { policyLeaves } from './key-policy.js';

const ACCOUNT = '111122223333';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0a1b2c3d-1111-4222-8333-444455556666`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/KeyAdmin`;

const leaves = (statements: unknown, action = 'kms:PutKeyPolicy', account: string | null = ACCOUNT) =>
  policyLeaves(JSON.stringify({ Version: '2012-10-17', Statement: statements }), action, { account, key: KEY });

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
    ['the key by its ARN', [allow('kms:*', { AWS: ROOT }, { Resource: KEY })]],
    ['every key', [allow('kms:*', { AWS: ROOT }, { Resource: ['x', 'arn:aws:kms:*:*:key/*'] })]],
    ['a denial for another key', [allow('kms:*'), deny('kms:*', '*', { Resource: `${KEY.slice(0, -1)}7` })]],
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
    ['a permission on another key', [allow('kms:*', { AWS: ROOT }, { Resource: `${KEY.slice(0, -1)}7` })]],
    ['a permission on something else', [allow('kms:*', { AWS: ROOT }, { Resource: 'arn:aws:s3:::example' })]],
    [
      'a permission on another key, on a condition',
      [allow('kms:*', { AWS: ROOT }, { Resource: 'x', Condition: { Bool: { a: 'b' } } })],
    ],
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
    ['of all resources but one', [allow('kms:*', { AWS: ROOT }, { Resource: undefined, NotResource: 'x' })]],
    [
      'of a resource with a variable',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's.
      [allow('kms:*', { AWS: ROOT }, { Resource: 'arn:aws:kms:${aws:RequestedRegion}:*' })],
    ],
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
  ])('of the document %s', (text) =>
    expect(policyLeaves(text, 'kms:PutKeyPolicy', { account: ACCOUNT, key: KEY })).toBe(null),
  );

  it('of a resource when the key is not known', () => {
    const policy = JSON.stringify({ Statement: [allow('kms:*', { AWS: ROOT }, { Resource: KEY })] });
    for (const key of [null, 'alias/mine'])
      expect(policyLeaves(policy, 'kms:PutKeyPolicy', { account: ACCOUNT, key })).toBe(null);
  });

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
