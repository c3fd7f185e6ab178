import { describe, expect, it } from 'vitest';
import { ARN, called } from './keys.case.js';
import { pastOf } from './past.js';
import { refusalWords } from './refusal.js';

const scheduled = called('ScheduleKeyDeletion', '2026-11-20T10:00:00Z', 'mallory');
const QUIET = pastOf(ARN, true, [scheduled]);
const CHANGED = pastOf(ARN, true, [scheduled, called('PutKeyPolicy', '2026-11-20T10:05:00Z', 'mallory')]);
const denied = (why: string, past = QUIET) =>
  refusalWords(
    'kms:EnableKey',
    {
      kind: 'denied',
      code: 'AccessDeniedException',
      message: `User: arn:aws:iam::111122223333:user/a is not authorized to perform: kms:EnableKey on resource: ${ARN} ${why}`,
    },
    'eu-west-1',
    past,
  );

describe('why a call was refused', () => {
  it.each([
    [
      'because no resource-based policy allows the kms:EnableKey action',
      /^the key's policy does not allow kms:EnableKey/,
    ],
    ['with an explicit deny in a resource-based policy', /^the key's policy denies kms:EnableKey/],
    [
      'because no identity-based policy allows the kms:EnableKey action',
      /^no identity-based policy allows .*permissions recover/,
    ],
    ['with an explicit deny in a service control policy', /^a policy \(service control policy\) denies/],
    ['because no permissions boundary allows the kms:EnableKey action', /^no permissions boundary allows/],
    ['', /^kms:EnableKey is not allowed, by the key's policy or by IAM/],
  ])('says which policy it was, where AWS says: %s', (why, words) => {
    expect(denied(why)).toMatch(words);
    expect(denied(why)).not.toContain('mallory');
  });

  it('names who changed the policy after the deletion was scheduled', () =>
    expect(denied('', CHANGED)).toMatch(/; mallory changed the key's policy on 2026-11-20T10:05:00Z/));

  it('names who changed it before, and that it was before', () => {
    const before = pastOf(ARN, true, [called('PutKeyPolicy', '2026-11-20T09:58:00Z', 'mallory'), scheduled]);
    expect(denied('', before)).toMatch(
      /; mallory changed the key's policy on 2026-11-20T09:58:00Z, before the deletion/,
    );
  });

  it.each([
    ['disabled', 'OptInRequired', /Region eu-west-1 is not enabled/],
    ['unreachable', 'ENOTFOUND', /cannot be reached/],
    ['throttled', 'ThrottlingException', /rate/],
    ['not-found', 'NotFoundException', /it was deleted/],
    ['failed', 'KMSInvalidStateException', /its state does not allow/],
    ['failed', 'KMSInternalException', /failed: run it again/],
  ])('explains what is %s (%s)', (kind, code, words) => {
    const text = refusalWords('kms:EnableKey', { kind, code, message: 'said KMS' }, 'eu-west-1', CHANGED);
    expect(text).toMatch(words);
    expect(text).toContain(`${code}: said KMS`);
  });
});
