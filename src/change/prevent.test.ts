import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permits } from '../chain/policy.js';
import { prettyJson } from '../report/json.js';
import { type Prevention, type PreventScope, prevent } from './prevent.js';

const ROLE = 'arn:aws:iam::111122223333:role/break-glass';

const scopeOf = (chain: readonly string[]): PreventScope => ({
  account: '111122223333',
  partition: 'aws',
  chain,
  keyPolicies: [],
});

function preventions(scope: readonly string[] | null = null, role = ROLE): readonly Prevention[] {
  const answer = prevent(role, scope && scopeOf(scope));
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.preventions;
}
const named = (name: string, scope: readonly string[] | null = null) =>
  preventions(scope).find((one) => one.name === name)!;
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

  it('protects what was named, of each kind by the calls that are about it', () => {
    const of = (service: string, resource: string) => `arn:aws:${service}:us-east-1:111122223333:${resource}`;
    const chain = [
      of('cloudtrail', 'trail/main'),
      of('cloudwatch', 'alarm:losses'),
      of('events', 'event-bus/default'),
      of('events', 'rule/losses'),
      of('logs', 'log-group:trail:*'),
      of('sns', 'alerts'),
      'arn:aws:iam::111122223333:role/delivery',
      of('kms', 'key/of-the-topic'),
    ];
    expect(named('protect-the-chain', chain).document.Statement).toMatchObject([
      { Action: expect.arrayContaining(['cloudtrail:StopLogging']), Resource: [chain[0]] },
      { Action: expect.arrayContaining(['iam:DeleteRolePolicy', 'iam:PutRolePolicy']), Resource: [chain[6]] },
      {
        Action: expect.arrayContaining(['logs:DeleteMetricFilter', 'logs:PutMetricFilter', 'logs:AssociateKmsKey']),
        Resource: [chain[4]],
      },
      {
        Action: expect.arrayContaining(['cloudwatch:DeleteAlarms', 'cloudwatch:SetAlarmState']),
        Resource: [chain[1]],
      },
      {
        Action: [
          'events:DisableRule',
          'events:DeleteRule',
          'events:RemoveTargets',
          'events:PutRule',
          'events:PutTargets',
        ],
        Resource: [chain[3]],
      },
      { Action: expect.arrayContaining(['events:UpdateEventBus']), Resource: [chain[2]] },
      { Action: expect.arrayContaining(['sns:DeleteTopic', 'sns:SetTopicAttributes']), Resource: [chain[5]] },
      { Action: expect.arrayContaining(['kms:PutKeyPolicy', 'kms:DisableKey']), Resource: [chain[7]] },
      // IAM knows no resource of these: naming the topic would protect nothing.
      { Action: ['sns:Unsubscribe', 'sns:SetSubscriptionAttributes'], Resource: '*' },
      { Action: ['logs:PutAccountPolicy'], Resource: '*' },
    ]);
  });

  it('protects every trail where the chain names none: EventBridge needs one that logs', () => {
    const rule = 'arn:aws:events:us-east-1:111122223333:rule/losses';
    expect(named('protect-the-chain', [rule]).document.Statement).toMatchObject([
      { Action: expect.arrayContaining(['cloudtrail:StopLogging']), Resource: '*' },
      { Resource: [rule] },
      { Resource: '*' },
      { Resource: '*' },
    ]);
  });

  it('of any account denies deletions alone: everybody alters things of their own', () => {
    const statements = named('protect-the-chain').document.Statement as readonly {
      Action: string[];
      Resource: string;
    }[];
    const actions = statements.flatMap(({ Action }) => Action);
    expect(new Set(statements.map(({ Resource }) => Resource))).toEqual(new Set(['*']));
    expect(actions).toEqual(expect.arrayContaining(['events:DisableRule', 'logs:DeleteLogGroup', 'sns:DeleteTopic']));
    for (const action of ['events:PutRule', 'logs:PutMetricFilter', 'sns:SetTopicAttributes', 'iam:DeleteRole'])
      expect(actions).not.toContain(action);
  });

  it('is never longer than AWS takes it, and loses no name: as many policies as it needs', () => {
    const name = fc.string({ minLength: 1, maxLength: 255, unit: fc.constantFrom('a', 'é', '\u202e', '*', '"') });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom('cloudwatch', 'sns', 'logs'), name), { maxLength: 40 }),
        (names) => {
          const chain = names.map(([service, of]) => `arn:aws:${service}:us-east-1:111122223333:${of}`);
          const policies = preventions(chain).filter(({ kind }) => kind === 'service-control-policy');
          const guards = policies.filter((one) => one.name.startsWith('protect-the-chain'));
          for (const { document } of policies) expect(`${prettyJson(document)}\n`.length).toBeLessThanOrEqual(5_120);
          const statements = guards.flatMap(
            ({ document }) => document.Statement as readonly { Resource: string | string[] }[],
          );
          expect(new Set(statements.flatMap(({ Resource }) => Resource))).toEqual(
            new Set([...(chain.length > 0 ? chain : []), '*']),
          );
          expect(new Set(guards.map((one) => one.name)).size).toBe(guards.length);
          for (const { warnings } of guards)
            expect(warnings.some((warning) => warning.includes('attach all of them'))).toBe(guards.length > 1);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('says which key policy that was read has no room for it', () => {
    const policies = (length: number) => [{ key: 'arn:k', policy: 'x'.repeat(length) }];
    const said = (length: number) => {
      const answer = prevent(ROLE, { ...scopeOf([]), keyPolicies: policies(length) });
      return answer.ok && answer.preventions.flatMap(({ warnings }) => warnings).some((one) => one.includes('arn:k'));
    };
    expect([said(30_000), said(32_700)]).toEqual([false, true]);
  });

  it('says what each may break', () => {
    for (const { warnings } of preventions()) expect(warnings.length).toBeGreaterThan(1);
  });

  it.each([
    ['break-glass', /not the ARN of one role/],
    ['arn:aws:iam::111122223333:user/alice', /not the ARN of one role/],
    ['arn:aws:sns:us-east-1:111122223333:role/x', /not the ARN of one role/],
    ['arn:aws:iam::111122223333:role/a b', /not the ARN of one role/],
    ['arn:aws:iam::111122223333:role/', /not the ARN of one role/],
    ['arn:aws:iam::111122223333:role/a//b', /not the ARN of one role/],
    // They match nobody: everybody would be locked out.
    ['arn:aws:iam:us-east-1:999999999999:role/bg', /a Region, which no role has/],
    ['arn:aws-foo:iam::111122223333:role/bg', /no partition that there is/],
    ['arn:aws:iam::1111:role/bg', /twelve digits/],
    ['arn:aws:iam::11112222333?:role/bg', /twelve digits/],
    // They match more than one.
    ['arn:aws:iam::*:role/*', /every role that matches/],
    ['arn:aws:iam::111122223333:role/**', /every role that matches/],
    ['arn:aws:iam::111122223333:role/*/*', /every role that matches/],
    ['arn:aws:iam::111122223333:role/*a*', /every role that matches/],
    ['arn:aws:iam::111122223333:role/bg-?', /every role that matches/],
    [`arn:aws:iam::111122223333:role/$\{aws:username}`, /every role that matches/],
  ])('refuses %s', (role, message) =>
    expect(prevent(role)).toMatchObject({
      ok: false,
      error: { code: 'role', message: expect.stringMatching(message) },
    }),
  );

  it('refuses a role of another partition than the account that was read', () =>
    expect(prevent('arn:aws-cn:iam::111122223333:role/bg', scopeOf([]))).toMatchObject({ ok: false }));

  it.each([
    [ROLE, [], /whether there is such a role was not looked at/],
    [
      'arn:aws:iam::444455556666:role/ops/bg',
      [],
      /one of account 444455556666, and the chain is that of account 111122223333/,
    ],
    ['arn:aws:iam::*:role/bg', [], /in every account that it binds/],
    ['arn:aws:iam::444455556666:role/bg', null, /whether there is such a role was not looked at/],
  ])('says of %s whom it excepts', (role, scope, words) => {
    for (const { warnings } of preventions(scope, role)) expect(warnings.join('\n')).toMatch(words);
  });
});
