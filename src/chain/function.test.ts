import { describe, expect, it } from 'vitest';
import type { Account, Operation, ReadError } from '../account/account.js';
import {
  changed,
  event,
  FUNCTION,
  failing,
  functionAccount,
  INVOKE,
  ME,
  QUEUE,
  read,
  TOPIC,
  told,
  withItem,
} from './example-account.case.js';
import { pathsOf } from './paths.js';

const OTHER = '444455556666';
const paths = (account: Account, all: readonly Account[] = [account]) => pathsOf(account, all);
const toldIn = (account: Account, all?: readonly Account[]) => told(paths(account, all), event());

const CONFIGURATION = 'lambda:GetFunctionConfiguration';
const configuration = (members: object) =>
  changed(functionAccount(), CONFIGURATION, (page) => ({ ...page, ...members }));
const concurrency = (page: Readonly<Record<string, unknown>>) =>
  changed(functionAccount(), 'lambda:GetFunctionConcurrency', () => page);
const policyText = (Policy: string) => changed(functionAccount(), 'lambda:GetPolicy', () => ({ Policy }));
const policy = (...statements: readonly object[]) => policyText(JSON.stringify({ Statement: statements }));
const KEY = `arn:aws:kms:us-east-1:${ME}:key/of-the-function`;
/** Its variables are encrypted with its own key, which KMS describes so; null where it is not there. */
const withKey = (metadata: object | null, kind: ReadError['kind'] = 'not-found'): Account => {
  const account = configuration({ KMSKeyArn: KEY });
  const described = read('kms:DescribeKey', { KeyId: KEY }, { KeyMetadata: { Arn: KEY, ...metadata } });
  const reads = [...account.reads, described];
  return metadata === null ? failing({ ...account, reads }, described, kind) : { ...account, reads };
};
const subscribed = (Endpoint: string) =>
  withItem(functionAccount(), 'sns:ListSubscriptionsByTopic', 'Subscriptions', { Endpoint });
const refused = (operation: Operation, kind: ReadError['kind']) => {
  const account = functionAccount();
  return failing(account, account.reads.find((one) => one.operation === operation)!, kind);
};

describe('a function that is subscribed', () => {
  it('is a machine at the end', () => {
    expect(paths(functionAccount()).map(({ end }) => end)).toEqual(['machine']);
  });

  it.each<[string, boolean | null, Account]>([
    ['is there, active, and lets SNS in', true, functionAccount()],
    ['was deleted', false, refused(CONFIGURATION, 'not-found')],
    ['could not be read', null, refused(CONFIGURATION, 'denied')],
    ['is asked of an endpoint without functions', null, refused(CONFIGURATION, 'unsupported')],
    ['says nothing', null, changed(functionAccount(), CONFIGURATION, () => ({}))],
    ['is another one than was subscribed', null, configuration({ FunctionArn: `${FUNCTION}-2` })],
    ['is subscribed by its name', null, subscribed('tell')],
    ['is no function by its ARN', null, subscribed(QUEUE)],
    ['is subscribed by a version, whose policy is another', null, subscribed(`${FUNCTION}:1`)],
    ['is subscribed by an alias, whose policy is another', null, subscribed(`${FUNCTION}:live`)],
    ['failed to be made', false, configuration({ State: 'Failed' })],
    ['is yet to be made', null, configuration({ State: 'Pending' })],
    ['was idle for so long that it has to be made again', null, configuration({ State: 'Inactive' })],
    ['does not say in which state it is', null, configuration({ State: undefined })],
    ['may not run', false, concurrency({ ReservedConcurrentExecutions: 0 })],
    ['may run once at a time', true, concurrency({ ReservedConcurrentExecutions: 1 })],
    ['may run or not: that was denied', null, refused('lambda:GetFunctionConcurrency', 'denied')],
    ['may run or not: that is not known there', null, refused('lambda:GetFunctionConcurrency', 'unsupported')],
    ['is durable', null, configuration({ DurableConfig: { ExecutionTimeout: 900 } })],
    ['keeps tenants apart', null, configuration({ TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } })],
    ['runs on instances of the account', null, configuration({ CapacityProviderConfig: {} })],
    ['is ordinary, which is said', true, configuration({ DurableConfig: null, TenancyConfig: null })],
    ['has a key of its own', true, withKey({ KeyState: 'Enabled' })],
    ['has no key of its own', true, configuration({ KMSKeyArn: '' })],
    ['has a key that is disabled', null, withKey({ KeyState: 'Disabled' })],
    ['has a key that is about to be deleted', null, withKey({ KeyState: 'PendingDeletion' })],
    ['has a key that was deleted', null, withKey(null)],
    ['has a key whose state was not told', null, withKey({})],
    ['has a key that could not be read', null, withKey(null, 'denied')],
    ['has a key that was not read', null, configuration({ KMSKeyArn: KEY })],
  ])('%s', (_name, expected, account) => {
    expect(toldIn(account)).toBe(expected);
  });

  it('depends on its key, whose own loss it cannot tell of', () => {
    const found = paths(withKey({ KeyState: 'Enabled' }));
    expect(found.flatMap(({ keys }) => keys)).toContain(KEY);
  });

  it('of another Region is a doubt: SNS may send under another name', () => {
    const Endpoint = FUNCTION.replace('us-east-1', 'af-south-1');
    const text = JSON.stringify(functionAccount().reads.filter(({ operation }) => operation.startsWith('lambda:')));
    const there = JSON.parse(
      text.replaceAll(FUNCTION, Endpoint).replaceAll('"region":"us-east-1"', '"region":"af-south-1"'),
    ) as Account['reads'];
    const account = subscribed(Endpoint);
    const whole = { ...account, reads: [...account.reads, ...there] };
    expect(toldIn(whole)).toBe(null);
    expect(JSON.stringify(paths(whole))).toContain('function-region');
  });

  describe('of another account', () => {
    const Endpoint = FUNCTION.replace(ME, OTHER);
    const account = subscribed(Endpoint);
    const text = JSON.stringify(functionAccount().reads.filter(({ operation }) => operation.startsWith('lambda:')));
    const theirs = JSON.parse(text.replaceAll(FUNCTION, Endpoint)) as Account['reads'];
    const owner: Account = { ...account, account: OTHER, reads: theirs };
    const error: ReadError = { kind: 'not-found', code: 'ResourceNotFoundException', message: 'none' };
    const gone = read(CONFIGURATION, { FunctionName: Endpoint }, {});

    it('holds where the owner was read too', () => {
      expect(toldIn(account)).toBe(null);
      expect(JSON.stringify(paths(account))).toContain('"code":"endpoint-unread"');
      expect(toldIn(account, [account, owner])).toBe(true);
    });

    it('is gone when the owner says so; of a stranger that is no answer', () => {
      const none = { ...gone, pages: [], error };
      expect(toldIn(account, [account, { ...owner, reads: [none] }])).toBe(false);
      expect(toldIn({ ...account, reads: [...account.reads, none] })).toBe(null);
    });
  });
});

describe('the policy of a function', () => {
  const { Condition: _condition, ...PLAIN } = INVOKE;
  const on = (Condition: object, members: object = {}) => ({ ...INVOKE, Condition, ...members });
  it.each<[string, boolean | null, Account]>([
    ['there is none', false, refused('lambda:GetPolicy', 'not-found')],
    ['it was denied', null, refused('lambda:GetPolicy', 'denied')],
    ['it is not known there', null, refused('lambda:GetPolicy', 'unsupported')],
    ['it was not shown', null, changed(functionAccount(), 'lambda:GetPolicy', () => ({}))],
    ['it is unreadable', null, policyText('{')],
    ['for SNS, whatever the topic', true, policy(PLAIN)],
    ['for topics of the account', true, policy(on({ ArnLike: { 'AWS:SourceArn': `arn:aws:sns:*:${ME}:*` } }))],
    ['for another topic', false, policy(on({ ArnLike: { 'AWS:SourceArn': `${TOPIC}-2` } }))],
    ['for topics of another account', false, policy(on({ ArnLike: { 'AWS:SourceArn': `arn:aws:sns:*:${OTHER}:*` } }))],
    ['for another service', false, policy({ ...INVOKE, Principal: { Service: 'events.amazonaws.com' } })],
    ['for another action', false, policy({ ...INVOKE, Action: 'lambda:GetFunction' })],
    ['for a version', false, policy({ ...INVOKE, Resource: `${FUNCTION}:1` })],
    ['for its URL alone', false, policy({ ...PLAIN, Principal: '*', Action: 'lambda:InvokeFunctionUrl' })],
    ['for the account', false, policy({ ...PLAIN, Principal: { AWS: `arn:aws:iam::${ME}:root` } })],
    [
      'for the account as the source, of which nothing is said',
      null,
      policy(on({ StringEquals: { 'AWS:SourceAccount': ME } })),
    ],
    [
      'for calls by its URL',
      null,
      policy(on({ Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }, { Principal: '*' })),
    ],
    ['denied to SNS', false, policy(INVOKE, { ...PLAIN, Effect: 'Deny' })],
  ])('%s', (_name, expected, account) => {
    expect(toldIn(account)).toBe(expected);
  });
});
