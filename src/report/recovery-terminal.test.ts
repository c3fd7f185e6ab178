import { describe, expect, it } from 'vitest';
import type { Key } from '../keys/key.js';
import { type KeyOutcome, type RecordedKey, type RecoveryRecord, recoveryStatus } from '../keys/record.js';
import { displayWidth } from './columns.js';
import { aKeyReport, PENDING } from './keys.case.js';
import { renderPreview, renderRecovery } from './recovery-terminal.js';

const OPTIONS = { width: 80, colour: false };
const EVIL = 'evil\u202e\x1b[2J\nname';

const recorded = (outcome: KeyOutcome, reason: string | null = null): RecordedKey => ({
  arn: PENDING.arn,
  region: PENDING.region,
  aliases: [`alias/${EVIL}`],
  outcome,
  reason,
  stateBefore: 'PendingDeletion',
  deletionDateBefore: PENDING.deletionDate,
  stateAfter: outcome === 'recovered' ? 'Enabled' : 'Disabled',
  staysDisabled: false,
  notes: [],
  calls: [],
});

const record = (given: Partial<RecoveryRecord>): RecoveryRecord => ({
  schema: 'trailproof/recovery/1',
  tool: { name: 'trailproof', version: '0.1.0' },
  account: '111122223333',
  partition: 'aws',
  caller: 'arn:aws:iam::111122223333:user/rescue',
  startedAt: '2026-11-21T09:12:00Z',
  endedAt: '2026-11-21T09:13:00Z',
  enable: false,
  keys: [],
  notFound: [],
  unread: [],
  earlier: [],
  ...given,
});

const UNREAD = {
  region: 'ap-east-1',
  operation: 'kms:DescribeKey',
  key: null,
  error: 'x: y',
  permission: 'kms:DescribeKey',
};

function isQuiet(text: string): void {
  for (const character of ['\x1b', '\u202e', '\nname']) expect(text).not.toContain(character);
  for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
}

describe('the preview', () => {
  const step = (operation: 'kms:CancelKeyDeletion' | 'kms:EnableKey') => ({
    operation,
    arn: '',
    region: '',
    expected: [],
    mayBeDone: false,
  });
  const text = renderPreview(
    {
      account: '111122223333',
      caller: 'arn:aws:iam::111122223333:user/rescue',
      now: '2026-11-21T09:12:00Z',
      recoveries: [
        {
          key: { ...PENDING, aliases: [`alias/${EVIL}`] },
          steps: [step('kms:CancelKeyDeletion'), step('kms:EnableKey')],
          staysDisabled: false,
          isLeft: false,
          notes: [`its policy was changed by ${EVIL}`],
        },
        {
          key: aKeyReport(),
          steps: [],
          staysDisabled: false,
          isLeft: false,
          notes: ['it is enabled: nothing to recover'],
        },
      ],
      notFound: [{ name: EVIL, reason: 'there is no such key' }],
      isAll: false,
      unread: [],
    },
    OPTIONS,
  );

  it('says which calls will be made on which key, and how long there is', () => {
    expect(text).toContain('→ kms:CancelKeyDeletion, then kms:EnableKey');
    expect(text).toContain('is deleted on 2026-11-27 18:00 UTC, in 6 days');
    expect(text).toContain('2 calls on 1 key.');
    isQuiet(text);
  });
});

describe('the preview of nothing', () => {
  const none = {
    account: '1',
    caller: 'x',
    now: '2026-11-21T09:12:00Z',
    recoveries: [],
    notFound: [],
    isAll: true,
    unread: [],
  };
  const left = (given: Partial<Key>) => ({
    key: aKeyReport(given),
    steps: [],
    staysDisabled: false,
    isLeft: true,
    notes: [`nobody can tell ${EVIL}`],
  });

  it('is told only where all could be looked at', () => {
    expect(renderPreview(none, OPTIONS)).toContain('Nothing is to be done.');
    for (const operation of ['kms:ListKeys', 'kms:DescribeKey', 'ec2:DescribeRegions'])
      expect(renderPreview({ ...none, unread: [{ ...UNREAD, operation }] }, OPTIONS)).not.toContain('Nothing is to be');
    expect(renderPreview({ ...none, recoveries: [left({ state: 'Disabled' })] }, OPTIONS)).not.toContain(
      'is to be done',
    );
  });

  it('lists what is left as it is, by the reason, and how it is enabled', () => {
    const recoveries = [left({ state: 'Disabled' }), left({ state: 'Disabled', region: 'us-east-1', aliases: [EVIL] })];
    const text = renderPreview({ ...none, recoveries }, OPTIONS);
    expect(text).toContain('2 keys disabled, and left as they are');
    expect(text.match(/Nobody can tell/g)).toHaveLength(1);
    expect(text).toMatch(/To enable one: trailproof recover ID --region REGION/);
    isQuiet(text);
  });
});

describe('the outcome', () => {
  it.each<[string, Partial<RecoveryRecord>, number, RegExp]>([
    ['all recovered', { keys: [recorded('recovered'), recorded('nothing')] }, 0, /1 recovered, 1 enabled already\.\n$/],
    ['one stays', { keys: [recorded('recovered'), recorded('stays', 'why')] }, 2, /1 recovered, 1 not enabled\.\n$/],
    ['one was not checked', { keys: [recorded('unchecked', 'why')] }, 2, /0 recovered, 1 not checked\.\n$/],
    ['one failed', { keys: [recorded('failed', EVIL), recorded('stays')] }, 1, /1 not enabled, 1 not recovered\.\n$/],
    ['one was not begun', { keys: [recorded('not-done', 'why')] }, 1, /1 not recovered\.\n$/],
    ['one is not there', { notFound: [{ name: EVIL, reason: EVIL }] }, 1, /1 not recovered\.\n$/],
    ['a copy was not looked at', { keys: [recorded('recovered')], unread: [UNREAD] }, 2, /1 recovered\.\n$/],
    [
      'the event history was not read',
      { keys: [recorded('recovered')], unread: [{ ...UNREAD, operation: 'cloudtrail:LookupEvents' }] },
      0,
      /1 recovered\.\n$/,
    ],
  ])('%s', (_, given, status, words) => {
    const one = record(given);
    const text = renderRecovery(one, OPTIONS);
    expect(recoveryStatus(one)).toBe(status);
    expect(text).toMatch(words);
    isQuiet(text);
  });
});
