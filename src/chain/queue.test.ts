import { describe, expect, it } from 'vitest';
import type { Account, ReadError } from '../account/account.js';
import {
  changed,
  event,
  failing,
  GROUP_KEY,
  ME,
  QUEUE,
  QUEUE_KEY,
  QUEUE_URL,
  queueAccount,
  read,
  SEND,
  TOPIC,
  TOPIC_KEY,
  told,
  withItem,
} from './example-account.case.js';
import { pathsOf } from './paths.js';

const OTHER = '444455556666';
const paths = (account: Account, all: readonly Account[] = [account]) => pathsOf(account, all);
const toldIn = (account: Account, all?: readonly Account[]) => told(paths(account, all), event());

const queue = (members: Readonly<Record<string, string | undefined>>, account = queueAccount()) =>
  changed(account, 'sqs:GetQueueAttributes', (page) => ({
    Attributes: { ...(page.Attributes as object), ...members },
  }));
const policy = (...statements: readonly object[]) => queue({ Policy: JSON.stringify({ Statement: statements }) });
const subscribed = (members: object) =>
  withItem(queueAccount(), 'sns:ListSubscriptionsByTopic', 'Subscriptions', members);
const key = (members: object | null) =>
  changed(queueAccount(), 'kms:DescribeKey', (page, { input }) => {
    if (input.KeyId !== QUEUE_KEY) return page;
    return members === null ? {} : { KeyMetadata: { ...(page.KeyMetadata as object), ...members } };
  });
const keyPolicy = (...statements: readonly object[]) =>
  changed(queueAccount(), 'kms:GetKeyPolicy', (page, { input }) =>
    input.KeyId === QUEUE_KEY ? { Policy: JSON.stringify({ Statement: statements }) } : page,
  );
const on = (Condition: object, members: object = {}) => ({ ...SEND, Condition, ...members });
const { Condition: _condition, ...PLAIN } = SEND;

const refused = (kind: ReadError['kind']) => {
  const account = queueAccount();
  return failing(account, account.reads.find(({ operation }) => operation === 'sqs:GetQueueAttributes')!, kind);
};

describe('a queue that is subscribed', () => {
  it('is a machine at the end, and its key is among what the path depends on', () => {
    const [path, ...others] = paths(queueAccount());
    expect(others).toEqual([]);
    expect(path?.end).toBe('machine');
    expect(path?.keys).toEqual([GROUP_KEY, TOPIC_KEY, QUEUE_KEY]);
  });

  it.each<[string, boolean | null, Account]>([
    ['is there, takes messages, and has a key that SNS may use', true, queueAccount()],
    ['was deleted', false, refused('not-found')],
    ['could not be read', null, refused('denied')],
    ['is in a Region that was disabled', null, refused('disabled')],
    ['is asked of an endpoint without queues', null, refused('unsupported')],
    ['says nothing', null, changed(queueAccount(), 'sqs:GetQueueAttributes', () => ({}))],
    ['is another one than was subscribed', null, queue({ QueueArn: `${QUEUE}-2` })],
    ['is subscribed by something that is no ARN', null, subscribed({ Endpoint: QUEUE_URL })],
    ['is no queue by its ARN', null, subscribed({ Endpoint: TOPIC })],
    ['is encrypted by SQS itself', true, queue({ KmsMasterKeyId: undefined, SqsManagedSseEnabled: 'true' })],
    ['is not encrypted', true, queue({ KmsMasterKeyId: undefined })],
    ['is FIFO, and the topic is not', false, queue({ FifoQueue: 'true' })],
    ['takes small messages only', null, queue({ MaximumMessageSize: '1024' })],
    ['takes messages larger than any', true, queue({ MaximumMessageSize: '1048576' })],
    ['does not say how large a message may be', true, queue({ MaximumMessageSize: undefined })],
  ])('%s', (_name, expected, account) => {
    expect(toldIn(account)).toBe(expected);
  });

  it('of another Region is a doubt: SNS may send under another name', () => {
    const Endpoint = QUEUE.replace('us-east-1', 'af-south-1');
    const Attributes = {
      QueueArn: Endpoint,
      Policy: JSON.stringify({ Statement: [{ ...SEND, Resource: '*' }] }),
    };
    const QueueUrl = QUEUE_URL.replace('us-east-1', 'af-south-1');
    const account = subscribed({ Endpoint });
    const there = read('sqs:GetQueueAttributes', { QueueUrl }, { Attributes }, 'af-south-1');
    expect(toldIn({ ...account, reads: [...account.reads, there] })).toBe(null);
  });

  describe('of another account', () => {
    const Endpoint = QUEUE.replace(ME, OTHER);
    const account = subscribed({ Endpoint });
    const owned = (kind: 'answered' | 'not-found', members: object = {}) => ({
      ...read(
        'sqs:GetQueueAttributes',
        { QueueUrl: QUEUE_URL.replace(ME, OTHER) },
        {
          Attributes: {
            QueueArn: Endpoint,
            Policy: JSON.stringify({ Statement: [{ ...SEND, Resource: Endpoint }] }),
            ...members,
          },
        },
      ),
      ...(kind === 'not-found' && { pages: [], error: { kind, code: 'QueueDoesNotExist', message: 'none' } }),
    });
    const withRead = (of: Account, ...reads: Account['reads']) => ({ ...of, reads: [...of.reads, ...reads] });
    const owner: Account = { ...account, account: OTHER, reads: [] };

    it('is in doubt where it was not read, and nobody is asked to let it be read', () => {
      expect(toldIn(account)).toBe(null);
      expect(JSON.stringify(paths(account))).toContain('"code":"endpoint-unread"');
    });

    it('holds where the owner was read too, or lets it be read', () => {
      const both = withRead(owner, owned('answered'));
      expect(toldIn(account, [account, both])).toBe(true);
      expect(toldIn(withRead(account, owned('answered')))).toBe(true);
    });

    it('is gone when the owner says so; of a stranger that is no answer', () => {
      expect(toldIn(account, [account, withRead(owner, owned('not-found'))])).toBe(false);
      expect(toldIn(withRead(account, owned('not-found')))).toBe(null);
    });

    it('an alias of its key is the owner’s, whatever is called so here', () => {
      const aliased = withRead(account, owned('answered', { KmsMasterKeyId: 'alias/queue' }));
      const own = read(
        'kms:DescribeKey',
        { KeyId: 'alias/queue' },
        { KeyMetadata: { Arn: QUEUE_KEY, KeyState: 'Enabled' } },
      );
      expect(toldIn(withRead(aliased, own))).toBe(null);
    });
  });
});

describe('the policy of a queue', () => {
  it.each<[string, boolean | null, Account]>([
    ['there is none', false, queue({ Policy: undefined })],
    ['it is empty', false, queue({ Policy: '' })],
    ['it is unreadable', null, queue({ Policy: '{' })],
    ['it has no statement', null, queue({ Policy: '{}' })],
    ['for SNS, whatever the topic', true, policy(PLAIN)],
    ['for everybody, from the topic', true, policy({ ...SEND, Principal: '*' })],
    ['for everybody as AWS, from the topic', true, policy({ ...SEND, Principal: { AWS: '*' } })],
    ['for topics of the account', true, policy(on({ ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${ME}:*` } }))],
    ['for every action of SQS', true, policy({ ...SEND, Action: 'SQS:*' })],
    ['over HTTPS alone', true, policy(on({ Bool: { 'aws:SecureTransport': 'true' } }))],
    [
      'over HTTPS alone, as a Deny',
      true,
      policy(SEND, {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: QUEUE,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ],
    [
      'for the account alone, as SQS gives it',
      false,
      policy({ ...PLAIN, Principal: { AWS: `arn:aws:iam::${ME}:root` }, Action: 'SQS:*' }),
    ],
    ['for another service', false, policy({ ...SEND, Principal: { Service: 'events.amazonaws.com' } })],
    ['for another action', false, policy({ ...SEND, Action: 'sqs:ReceiveMessage' })],
    ['for another queue', false, policy({ ...SEND, Resource: `${QUEUE}-2` })],
    ['for another topic', false, policy(on({ ArnEquals: { 'aws:SourceArn': `${TOPIC}-2` } }))],
    ['for topics of another account', false, policy(on({ ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${OTHER}:*` } }))],
    ['for the subscription as the source', false, policy(on({ ArnLike: { 'aws:SourceArn': `${TOPIC}:*` } }))],
    [
      'for the account as the source, of which nothing is said',
      null,
      policy(on({ StringEquals: { 'aws:SourceAccount': ME } })),
    ],
    ['for an organization', null, policy(on({ StringEquals: { 'aws:PrincipalOrgID': 'o-example' } }))],
    ['from a VPC endpoint', null, policy(on({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }))],
    ['for SNS of the Region by name', null, policy({ ...SEND, Principal: { Service: 'sns.us-east-1.amazonaws.com' } })],
    ['denied to everybody', false, policy(SEND, { ...PLAIN, Effect: 'Deny', Principal: '*' })],
    ['denied to SNS', false, policy(SEND, { ...PLAIN, Effect: 'Deny' })],
    [
      'denied to the account, which may or may not be SNS',
      null,
      policy(SEND, { ...PLAIN, Effect: 'Deny', Principal: { AWS: ME } }),
    ],
    [
      'denied but from another topic',
      false,
      policy(PLAIN, on({ ArnNotEquals: { 'aws:SourceArn': `${TOPIC}-2` } }, { Effect: 'Deny', Principal: '*' })),
    ],
    [
      'denied to all outside an organization',
      null,
      policy(SEND, on({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' } }, { Effect: 'Deny', Principal: '*' })),
    ],
    [
      'denied to all but AWS’s services',
      true,
      policy(SEND, on({ Bool: { 'aws:PrincipalIsAWSService': 'false' } }, { Effect: 'Deny', Principal: '*' })),
    ],
  ])('%s', (_name, expected, account) => {
    expect(toldIn(account)).toBe(expected);
  });
});

describe('the key of a queue', () => {
  const USE = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    Resource: '*',
  };
  const source = (arn: string) => ({ ...USE, Condition: { ArnEquals: { 'aws:SourceArn': arn } } });

  it.each<[string, boolean | null, Account]>([
    ['is the one that AWS manages, by its alias', false, queue({ KmsMasterKeyId: 'alias/aws/sqs' })],
    ['is that, by the alias’s ARN', false, queue({ KmsMasterKeyId: `arn:aws:kms:us-east-1:${ME}:alias/aws/sqs` })],
    ['is that, by its own ARN', false, key({ KeyManager: 'AWS' })],
    ['was never described', null, queue({ KmsMasterKeyId: 'alias/queue' })],
    ['is not there', false, key(null)],
    ['is disabled', false, key({ KeyState: 'Disabled' })],
    ['is pending deletion', false, key({ KeyState: 'PendingDeletion' })],
    ['is of no known state', null, key({ KeyState: undefined })],
    ['is asymmetric', false, key({ KeySpec: 'RSA_2048' })],
    ['is in another Region', null, key({ Arn: QUEUE_KEY.replace('us-east-1', 'eu-west-1') })],
    ['lets SNS use it', true, keyPolicy(USE)],
    ['lets SNS use it for the topic', true, keyPolicy(source(TOPIC))],
    ['lets SNS use it for another topic', false, keyPolicy(source(`${TOPIC}-2`))],
    ['lets SNS use it for the queue as the source', false, keyPolicy(source(QUEUE))],
    ['lets SNS encrypt only', false, keyPolicy({ ...USE, Action: 'kms:GenerateDataKey' })],
    ['lets SNS decrypt only', false, keyPolicy({ ...USE, Action: 'kms:Decrypt' })],
    [
      'lets SQS use it, which is not who asks',
      false,
      keyPolicy({ ...USE, Principal: { Service: 'sqs.amazonaws.com' } }),
    ],
    ['lets the account use it', false, keyPolicy({ ...USE, Principal: { AWS: `arn:aws:iam::${ME}:root` } })],
    [
      'lets everybody use it through SQS',
      null,
      keyPolicy({
        ...USE,
        Principal: { AWS: '*' },
        Condition: { StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } },
      }),
    ],
    ['denies it to SNS', false, keyPolicy(USE, { ...USE, Effect: 'Deny' })],
    [
      'denies it to all but an organization',
      null,
      keyPolicy(USE, {
        ...USE,
        Effect: 'Deny',
        Principal: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' } },
      }),
    ],
  ])('%s', (_name, expected, account) => {
    expect(toldIn(account)).toBe(expected);
  });
});
