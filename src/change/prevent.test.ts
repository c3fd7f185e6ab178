import { describe, expect, it } from 'vitest';
import { permits } from '../chain/policy.js';
import { type Prevention, prevent } from './prevent.js';

const ROLE = 'arn:aws:iam::111122223333:role/break-glass';

function preventions(scope?: readonly string[]): readonly Prevention[] {
  const answer = prevent(ROLE, scope);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.preventions;
}
const named = (name: string, scope?: readonly string[]) => preventions(scope).find((one) => one.name === name)!;
const text = (name: string) => JSON.stringify(named(name).document);

describe('prevent', () => {
  it('denies the loss of a key to all but one role', () => {
    const statement = JSON.parse(text('key-policy-statement'));
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const asked = (arn: string, action: string) =>
      permits(policy, {
        principal: { service: 'anybody' },
        action,
        resource: '*',
        context: { 'aws:PrincipalArn': arn },
      }).because;
    expect(asked('arn:aws:iam::111122223333:role/admin', 'kms:DisableKey')).toContain('denies');
    expect(asked('arn:aws:iam::111122223333:role/admin', 'kms:ScheduleKeyDeletion')).toContain('denies');
    expect(asked('arn:aws:iam::111122223333:role/break-glass-2', 'kms:DisableKey')).toContain('denies');
    expect(asked(ROLE, 'kms:DisableKey')).not.toContain('denies');
    expect(asked('arn:aws:iam::111122223333:role/admin', 'kms:Decrypt')).not.toContain('denies');
  });

  it('has no principal in a policy of the organization, and one in that of a key', () => {
    expect(text('deny-key-loss')).not.toContain('Principal":');
    expect(text('protect-the-chain')).not.toContain('"Principal"');
    expect(text('key-policy-statement')).toContain('"Principal":"*"');
  });

  it('protects the trail and what reports, in the scope that is given', () => {
    const trail = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main';
    const topic = 'arn:aws:sns:us-east-1:111122223333:alerts';
    expect(named('protect-the-chain', [trail, topic]).document.Statement).toMatchObject([
      { Action: expect.arrayContaining(['cloudtrail:StopLogging', 'cloudtrail:PutEventSelectors']), Resource: [trail] },
      { Action: expect.arrayContaining(['logs:DeleteMetricFilter', 'cloudwatch:DeleteAlarms']), Resource: [topic] },
      // IAM knows no resource of these: naming the topic would protect nothing.
      { Action: ['sns:Unsubscribe', 'sns:SetSubscriptionAttributes'], Resource: '*' },
    ]);
    expect(named('protect-the-chain').document.Statement).toMatchObject(Array(3).fill({ Resource: '*' }));
  });

  it('stays within what AWS takes for a service control policy', () => {
    for (const { document, kind } of preventions())
      if (kind === 'service-control-policy') expect(JSON.stringify(document).length).toBeLessThan(5_120);
  });

  it('says what each may break', () => {
    for (const { warnings } of preventions()) expect(warnings.length).toBeGreaterThan(1);
  });

  it.each([
    'break-glass',
    'arn:aws:iam::111122223333:user/alice',
    'arn:aws:iam::*:role/*',
    'arn:aws:sns:us-east-1:111122223333:role/x',
    'arn:aws:iam::111122223333:role/a b',
  ])('refuses %s', (role) => expect(prevent(role)).toMatchObject({ ok: false, error: { code: 'role' } }));
});
