import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { changed, event, filterAccount, ruleAccount, told, withItem } from './example-account.case.js';
import { pathsOf } from './paths.js';

const toldIn = (account: Account) => told(pathsOf(account, [account]), event());

const AWS = 'arn:aws:dataprotection::aws:data-identifier/';
const statement = (operation: object, members: object = {}) => ({
  Sid: 'protect',
  DataDirection: 'Inbound',
  Principal: ['*'],
  DataIdentifier: [`${AWS}EmailAddress`],
  Operation: operation,
  ...members,
});
const AUDIT = statement({ Audit: { SampleRate: '99', NoFindingsDestination: {} } });
const MASK = statement({ Deidentify: { MaskConfig: { MaskWithCharacter: '#' } } });
const DENY = statement({ Deny: {} });

const protectedBy = (account: Account, text: string) =>
  changed(account, 'sns:GetDataProtectionPolicy', () => ({ DataProtectionPolicy: text }));
const policy = (...statements: readonly unknown[]) =>
  JSON.stringify({ Name: 'protection', Version: '2021-06-01', Statement: statements });
const under = (account: Account, ...statements: readonly unknown[]) =>
  toldIn(protectedBy(account, policy(...statements)));

describe.each([
  ['alarms', filterAccount()],
  ['rules', ruleAccount()],
])('a data protection policy of a topic that %s notify', (_name, account) => {
  it.each<[string, boolean | null, readonly unknown[]]>([
    ['that is empty', true, []],
    ['that audits', true, [AUDIT]],
    ['that masks what AWS finds', true, [MASK]],
    ['that redacts what AWS finds', true, [statement({ Deidentify: { RedactConfig: {} } })]],
    ['that masks what a pattern of its own finds', null, [{ ...MASK, DataIdentifier: ['anything'] }]],
    ['that blocks what is published', null, [DENY]],
    ['that blocks what is delivered', null, [{ ...DENY, DataDirection: 'Outbound' }]],
    ['that blocks what one user publishes', null, [{ ...DENY, Principal: ['arn:aws:iam::111122223333:user/a'] }]],
    ['that audits and blocks', null, [AUDIT, DENY]],
    ['of an unknown operation', null, [statement({ Quarantine: {} })]],
    ['of two operations', null, [statement({ Audit: {}, Deny: {} })]],
    ['without an operation', null, [statement({})]],
    ['without data identifiers', null, [{ ...AUDIT, DataIdentifier: undefined }]],
    ['that is no list of objects', null, ['x']],
  ])('%s', (_what, expected, statements) => {
    expect(under(account, ...statements)).toBe(expected);
  });

  it.each(['{', 'null', '[]', '{}', '{"Statement":{}}'])('that cannot be read: %s', (text) => {
    expect(toldIn(protectedBy(account, text))).toBe(null);
  });

  it('that is not there: nothing, an empty text, not found, or an API that does not know of it', () => {
    expect(toldIn(protectedBy(account, ''))).toBe(true);
    for (const kind of ['not-found', 'unsupported'] as const) {
      const error = { kind, code: 'InvalidAction', message: 'no' };
      const reads = account.reads.map((one) =>
        one.operation === 'sns:GetDataProtectionPolicy' ? { ...one, pages: [], error } : one,
      );
      expect(toldIn({ ...account, reads })).toBe(true);
    }
  });

  it('that was not read: a doubt that names it', () => {
    const reads = account.reads.filter(({ operation }) => operation !== 'sns:GetDataProtectionPolicy');
    const older = { ...account, reads };
    expect(toldIn(older)).toBe(null);
    expect(JSON.stringify(pathsOf(older, []))).toContain('(permission sns:GetDataProtectionPolicy)');
  });

  it('says what is blocked', () => {
    const links = pathsOf(protectedBy(account, policy(DENY)), []).flatMap((path) => path.links);
    const condition = links.flatMap(({ conditions }) => conditions).find(({ code }) => code === 'data-protection');
    expect(condition?.because).toMatch(/blocks messages in which SNS finds EmailAddress/);
  });

  it('is not asked of FIFO topics, which have none', () => {
    const fifo = changed(protectedBy(account, policy(DENY)), 'sns:GetTopicAttributes', (page) => ({
      Attributes: { ...(page.Attributes as object), FifoTopic: 'true' },
    }));
    const links = pathsOf(fifo, []).flatMap((path) => path.links);
    expect(links.flatMap(({ conditions }) => conditions).map(({ code }) => code)).not.toContain('data-protection');
  });
});

describe('a topic that masks', () => {
  const filtered = (account: Account, filterPolicy: object) =>
    changed(account, 'sns:GetSubscriptionAttributes', () => ({
      Attributes: { FilterPolicy: JSON.stringify(filterPolicy), FilterPolicyScope: 'MessageBody' },
    }));

  it('leaves it unknown what a filter policy on the body sees', () => {
    const account = filtered(filterAccount(), { NewStateValue: ['ALARM'] });
    expect(under(account, AUDIT)).toBe(true);
    expect(under(account, MASK)).toBe(null);
  });

  it('may refuse a message that a target makes of one field', () => {
    const short = withItem(ruleAccount(), 'events:ListTargetsByRule', 'Targets', { InputPath: '$.detail.eventName' });
    expect(under(short, AUDIT)).toBe(true);
    expect(under(short, MASK)).toBe(null);
  });
});
