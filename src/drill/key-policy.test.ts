import { describe, expect, it } from 'vitest';
import { keyPolicyFor } from './key-policy.js';

const here = (caller: string) => keyPolicyFor({ account: '111122223333', partition: 'aws', caller });
const allowed = (caller: string) => {
  const policy = here(caller) as { Statement: readonly { Condition?: { ArnLike: Record<string, string[]> } }[] } | null;
  return policy?.Statement[1]?.Condition?.ArnLike['aws:PrincipalArn'] ?? null;
};

describe('the policy of a throw-away key', () => {
  it.each([
    [
      'arn:aws:sts::111122223333:assumed-role/Security/ana',
      ['arn:aws:iam::111122223333:role/Security', 'arn:aws:iam::111122223333:role/*/Security'],
    ],
    ['arn:aws:iam::111122223333:user/ops/ana', ['arn:aws:iam::111122223333:user/ops/ana']],
    ['arn:aws:sts::111122223333:federated-user/ana', ['arn:aws:sts::111122223333:federated-user/ana']],
  ])('lets %s disable and delete it', (caller, principals) => {
    expect(allowed(caller)).toEqual(principals);
  });

  it.each([
    'arn:aws:iam::111122223333:root',
    'arn:aws:iam::444455556666:user/ana',
    'arn:aws:iam::111122223333:user/*',
    'arn:aws:sts::111122223333:assumed-role/*/ana',
    'ana',
  ])('adds nothing for %s', (caller) => {
    expect(here(caller)).toBeNull();
  });

  it('locks nobody out, and lets nobody in from elsewhere', () => {
    expect(here('arn:aws:iam::111122223333:user/ana')).toMatchObject({
      Statement: [
        { Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*' },
        { Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } } },
      ],
    });
  });
});
