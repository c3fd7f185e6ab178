import { expect, test } from 'vitest';
import { alarm, alarms, DENIED, publication, READ_AT, told } from './alarms.case.js';
import { unmuted } from './mute.js';
import type { ListedMuteRule, MuteRule } from './publication.js';

function rule(details: MuteRule | null, more: Partial<ListedMuteRule> = {}): ListedMuteRule {
  return {
    arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm-mute-rule:night',
    name: 'night',
    status: details?.Status,
    expires: undefined,
    details,
    answer: { kind: 'not-read' },
    ...more,
  };
}
const names = (...AlarmNames: string[]) => ({ MuteTargets: { AlarmNames } });
const answer = (...muteRules: ListedMuteRule[]) => told(publication(), alarms([alarm()], [], { muteRules }));

test('an active rule that names the alarm silences it', () => {
  expect(answer(rule({ Status: 'ACTIVE', ...names('key-loss') }))).toBe('not told');
  expect(answer(rule({ Status: 'ACTIVE', ...names('other', 'key-loss') }))).toBe('not told');
});

test('an active rule for other alarms does not', () => {
  expect(answer(rule({ Status: 'ACTIVE', ...names('key-loss-2') }))).toBe('told');
});

test('a scheduled rule is a note', () => {
  const there = alarms([alarm()], [], { muteRules: [rule({ Status: 'SCHEDULED', ...names('key-loss') })] });
  expect(told(publication(), there)).toBe('told');
  expect(unmuted(there, 'key-loss', READ_AT).note).toContain('night');
});

test('an expired rule is nothing, by its status or its date', () => {
  expect(answer(rule({ Status: 'EXPIRED', ...names('key-loss') }))).toBe('told');
  expect(answer(rule({ Status: 'ACTIVE', ExpireDate: '2026-11-20T11:59:00Z', ...names('key-loss') }))).toBe('told');
  expect(answer(rule({ Status: 'ACTIVE', ExpireDate: '2026-11-20T12:01:00Z', ...names('key-loss') }))).toBe('not told');
});

test('what was not read is a doubt', () => {
  expect(answer(rule(null, { status: 'ACTIVE' }))).toBe('unknown');
  expect(answer(rule(null, { status: 'SCHEDULED' }))).toBe('unknown');
  expect(answer(rule(null, { status: 'EXPIRED' }))).toBe('told');
  expect(answer(rule({ Status: 'ACTIVE' }))).toBe('unknown'); // no targets
  expect(answer(rule({ Status: 'ACTIVE', ...names() }))).toBe('unknown');
  expect(answer(rule({ ...names('key-loss') }))).toBe('unknown'); // no status
  const byTags = { MuteTargets: { AlarmNames: ['other'], AlarmTags: ['team'] } };
  expect(answer(rule({ Status: 'ACTIVE', ...byTags }))).toBe('unknown');
  expect(answer(rule({ Status: 'EXPIRED', ...byTags }))).toBe('told');
  expect(told(publication(), alarms([alarm()], [], { muteAnswer: DENIED }))).toBe('unknown');
  expect(told(publication(), alarms([alarm()], [], { muteAnswer: { kind: 'not-read' } }))).toBe('unknown');
});

test('an operation that the endpoint does not know means that there is none', () => {
  const muteAnswer = {
    kind: 'unsupported',
    read: { region: 'us-east-1', operation: 'cloudwatch:ListAlarmMuteRules', input: {}, pages: [] },
  } as const;
  expect(told(publication(), alarms([alarm()], [], { muteAnswer }))).toBe('told');
});

test('a rule that names no alarms was read, and does not say that it was not', () => {
  const read = { region: 'us-east-1', operation: 'cloudwatch:GetAlarmMuteRule', input: {}, pages: [] } as const;
  const silent = rule({ Status: 'ACTIVE' }, { answer: { kind: 'answered', read, pages: [] } });
  const { because } = unmuted(alarms([alarm()], [], { muteRules: [silent] }), 'key-loss', READ_AT);
  expect(because).toBe('the mute rule `night` names no alarms, and which it silences then is not documented');
});
