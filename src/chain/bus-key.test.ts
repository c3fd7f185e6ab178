import { describe, expect, it } from 'vitest';
import type { Account, Read } from '../account/account.js';
import { eventPaths } from './event-paths.js';
import { BUS_KEY, changed, event, ME, ruleAccount, TOPIC_KEY, told, withItem } from './example-account.case.js';

const BUS = `arn:aws:events:us-east-1:${ME}:event-bus/default`;
const CONTEXT = 'kms:EncryptionContext:aws:events:event-bus:arn';

const paths = (account: Account) => eventPaths({ account, all: [account] });
const toldIn = (account: Account) => told(paths(account), event());
const bus = (page: Read['pages'][number]) => changed(ruleAccount(), 'events:DescribeEventBus', () => page);
const key = (members: object | null) =>
  changed(ruleAccount(), 'kms:DescribeKey', (page, { input }) => {
    if (input.KeyId !== BUS_KEY) return page;
    return members === null ? {} : { KeyMetadata: { ...(page.KeyMetadata as object), ...members } };
  });
const policy = (...statements: readonly object[]) =>
  changed(ruleAccount(), 'kms:GetKeyPolicy', (page, { input }) =>
    input.KeyId === BUS_KEY ? { Policy: JSON.stringify({ Statement: statements }) } : page,
  );

const USE = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt'],
  Resource: '*',
};
const DATA_KEYS = ['kms:GenerateDataKey', 'kms:Decrypt'];
const DESCRIBE = { ...USE, Action: 'kms:DescribeKey' };
const on = (condition: object, action: readonly string[] = DATA_KEYS) => ({
  ...USE,
  Action: action,
  Condition: condition,
});

describe('a bus whose rules are encrypted', () => {
  it('is listed among what the path depends on, beside the key of the topic', () => {
    expect(paths(ruleAccount()).map(({ keys }) => keys)).toEqual([[BUS_KEY, TOPIC_KEY]]);
  });

  it.each<[string, boolean | null, Account]>([
    ['with a key that EventBridge may use', true, ruleAccount()],
    ['with the key that AWS owns', true, bus({ Name: 'default', Arn: BUS })],
    [
      'with a key of the account that was never described',
      null,
      bus({ Name: 'default', KmsKeyIdentifier: 'alias/bus' }),
    ],
    ['with a key that is not there', null, key(null)],
    ['and the answer says nothing', null, bus({})],
    ['with a disabled key', null, key({ KeyState: 'Disabled' })],
    ['with a key that is pending deletion', null, key({ KeyState: 'PendingDeletion' })],
    ['with a replica that is pending deletion', null, key({ KeyState: 'PendingReplicaDeletion' })],
    ['with a key whose store is gone', null, key({ KeyState: 'Unavailable' })],
    ['with a key whose material is yet to come', null, key({ KeyState: 'PendingImport' })],
    ['with a key of no known state', null, key({ KeyState: undefined })],
    ['with an asymmetric key', null, key({ KeySpec: 'RSA_2048' })],
    ['with a symmetric key', true, key({ KeySpec: 'SYMMETRIC_DEFAULT' })],
    ['with a key of another Region', null, key({ Arn: BUS_KEY.replace('us-east-1', 'eu-west-1') })],
  ])('%s', (_name, expected, account) => {
    expect(toldIn(account)).toBe(expected);
  });

  it.each<[string, boolean | null, Account]>([
    ['as AWS prints it', true, policy(DESCRIBE, on({ StringEquals: { [CONTEXT]: BUS, 'aws:SourceArn': BUS } }))],
    ['for every bus of the account', true, policy(DESCRIBE, on({ ArnLike: { [CONTEXT]: `${BUS.slice(0, -7)}*` } }))],
    ['for the account', true, policy(on({ StringEquals: { 'aws:SourceAccount': ME } }, USE.Action))],
    ['for another account', null, policy(on({ StringEquals: { 'aws:SourceAccount': '444455556666' } }, USE.Action))],
    ['for another bus', null, policy(DESCRIBE, on({ StringEquals: { [CONTEXT]: BUS.replace('default', 'orders') } }))],
    ['for a rule as the source', null, policy(DESCRIBE, on({ ArnLike: { 'aws:SourceArn': `*:rule/key-loss` } }))],
    ['for calls through a service', null, policy(DESCRIBE, on({ StringLike: { 'kms:ViaService': 'events.*' } }))],
    [
      'for those with the encryption context, all of it',
      null,
      policy(on({ StringEquals: { [CONTEXT]: BUS } }, USE.Action)),
    ],
    ['without kms:Decrypt', null, policy({ ...USE, Action: ['kms:DescribeKey', 'kms:GenerateDataKey*'] })],
    ['without kms:GenerateDataKey', null, policy({ ...USE, Action: ['kms:DescribeKey', 'kms:Decrypt'] })],
    ['without kms:DescribeKey', null, policy({ ...USE, Action: DATA_KEYS })],
    ['for CloudWatch', null, policy({ ...USE, Principal: { Service: 'cloudwatch.amazonaws.com' } })],
    [
      'for the roles of the account',
      null,
      policy({ ...USE, Principal: { AWS: `arn:aws:iam::${ME}:root` }, Action: 'kms:*' }),
    ],
    ['for everybody of AWS, whom EventBridge may not be', null, policy({ ...USE, Principal: { AWS: '*' } })],
    [
      'that denies decryption to all but a role',
      null,
      policy(USE, {
        ...USE,
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:Decrypt',
        Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ME}:role/a` } },
      }),
    ],
    ['for another key', null, policy({ ...USE, Resource: TOPIC_KEY })],
  ])('and a key policy %s', (_name, expected, account) => {
    expect(toldIn(account)).toBe(expected);
  });

  it('says that what happens is not known, and what would help', () => {
    const conditions = paths(key({ KeyState: 'Disabled' }))[0]?.links[0]?.conditions ?? [];
    const [state] = conditions.filter(({ code }) => code === 'key');
    expect(state?.because).toMatch(/key\/bus, which is Disabled; .*not documented/);
    expect(state?.mend).toMatch(/a key that is enabled/);
  });

  it('takes nothing from what stops the event anyway', () => {
    const disabled = withItem(key({ KeyState: 'Disabled' }), 'events:ListRules', 'Rules', { State: 'DISABLED' });
    expect(toldIn(disabled)).toBe(false);
  });
});

describe('a bus of which nothing was asked', () => {
  const without = (account: Account, ...operations: readonly Read['operation'][]): Account => ({
    ...account,
    reads: account.reads.filter(({ operation }) => !operations.includes(operation)),
  });

  it('is a doubt that names the read, where it has a rule', () => {
    const unread = without(ruleAccount(), 'events:DescribeEventBus');
    expect(toldIn(unread)).toBe(null);
    expect(JSON.stringify(paths(unread))).toContain('`events:DescribeEventBus` in us-east-1');
  });

  it('is none where no rule was seen: then the rules are the doubt', () => {
    const unread = without(ruleAccount(), 'events:DescribeEventBus', 'events:ListRules');
    expect(toldIn(unread)).toBe(null);
    expect(JSON.stringify(paths(unread))).not.toContain('DescribeEventBus');
  });

  it('has a rule whose pattern was not shown', () => {
    expect(toldIn(withItem(ruleAccount(), 'events:ListRules', 'Rules', { EventPattern: undefined }))).toBe(null);
  });
});
