import { describe, expect, it } from 'vitest';
import type { Account, Read } from '../../src/account/account.js';
import { applyChanges } from '../../src/change/apply.js';
import { topicKeyPolicy } from '../../src/change/policies.js';
import { questionsToPlan } from '../../src/change/prepare.js';
import { accountOf, brief, filterIn, planFor } from './mend.case.js';
import { FAULTY_TOPICS } from './topic-variants.js';

const REGION = 'us-east-1';
const ALIAS = 'alias/security-alerts-alerts';
const ID = '0a1b2c3d-5555-4000-8000-00000000c0de';
const ARN = `arn:aws:kms:${REGION}:111122223333:key/${ID}`;
const DESCRIPTION = 'Encrypts the SNS topic security-alerts';

const encrypted = accountOf((made) =>
  FAULTY_TOPICS['encrypted with the AWS managed key'](made, filterIn(made).alarms[0]!.topics[0]!),
);

function answering(account: Account, ...reads: readonly Omit<Read, 'region'>[]): Account {
  return { ...account, reads: [...account.reads, ...reads.map((read) => ({ ...read, region: REGION }))] };
}

const asked = (account: Account) =>
  questionsToPlan(account, null).flatMap(({ operation, input }) => (operation === 'kms:DescribeKey' ? [input] : []));

const named = (alias: string, metadata: object = {}): Omit<Read, 'region'> => ({
  operation: 'kms:DescribeKey',
  input: { KeyId: alias },
  pages: [{ KeyMetadata: { KeyId: ID, Arn: ARN, KeyManager: 'CUSTOMER', KeyState: 'Enabled', ...metadata } }],
});
const free = (alias: string): Omit<Read, 'region'> => ({
  operation: 'kms:DescribeKey',
  input: { KeyId: alias },
  pages: [],
  error: { kind: 'not-found', code: 'NotFoundException', message: 'not found' },
});
const policy = (text: string): Omit<Read, 'region'> => ({
  operation: 'kms:GetKeyPolicy',
  input: { KeyId: ARN, PolicyName: 'default' },
  pages: [{ Policy: text }],
});
const aliasIn = (account: Account) =>
  planFor(account, ['kms-key-loss']).changes.flatMap(({ step }) =>
    step.operation === 'sns:SetTopicAttributes' ? [step.input.AttributeValue] : [],
  );

describe('the key of its own that a topic is given', () => {
  it('has a name that is asked for first; one that is taken leads to the next', () => {
    expect(asked(encrypted)).toEqual([{ KeyId: ALIAS }]);
    const taken = answering(encrypted, named(ALIAS, { Description: 'Billing' }));
    expect(asked(taken)).toEqual([{ KeyId: `${ALIAS}-2` }]);
    expect(aliasIn(taken)).toEqual([`${ALIAS}-2`]);
    const again = answering(taken, named(`${ALIAS}-2`, { Description: 'Sales' }), free(`${ALIAS}-3`));
    expect(asked(again)).toEqual([]);
    expect(aliasIn(again)).toEqual([`${ALIAS}-3`]);
    expect(brief(planFor(again, ['kms-key-loss']))).toEqual([
      'CreateKey adds',
      'CreateAlias adds',
      'SetTopicAttributes changes',
    ]);
    expect(asked(answering(encrypted, free(ALIAS)))).toEqual([]);
    expect(asked(accountOf())).toEqual([]);
  });

  it('is used where an earlier run made it, and is not made twice', () => {
    const ours = named(ALIAS, { Description: DESCRIPTION });
    const half = answering(encrypted, ours, policy(topicKeyPolicy(encrypted, REGION)));
    expect(asked(half)).toEqual([]);
    const made = planFor(half, ['kms-key-loss']);
    expect(brief(made)).toEqual(['SetTopicAttributes changes']);
    expect(made.controls[0]?.after).toBe('proved');
    expect(planFor(applyChanges(made.changes, half), ['kms-key-loss']).changes).toEqual([]);
  });

  it.each([
    ['disabled', { Description: DESCRIPTION, KeyState: 'Disabled' }, topicKeyPolicy(encrypted, REGION)],
    ['with another policy', { Description: DESCRIPTION }, '{"Version":"2012-10-17","Statement":[]}'],
    ['whose policy was not read', { Description: DESCRIPTION }, null],
    ['with another description', { Description: `${DESCRIPTION}-2` }, topicKeyPolicy(encrypted, REGION)],
  ])('is not one that is %s, though the name looks right', (_name, metadata, text) => {
    const reads = [named(ALIAS, metadata), ...(text === null ? [] : [policy(text)])];
    expect(aliasIn(answering(encrypted, ...reads))).toEqual([`${ALIAS}-2`]);
  });

  it('is not made where nobody may ask whether the name is free', () => {
    const denied: Omit<Read, 'region'> = {
      ...free(ALIAS),
      error: { kind: 'denied', code: 'AccessDeniedException', message: 'no' },
    };
    expect(aliasIn(answering(encrypted, denied))).toEqual([]);
  });
});
