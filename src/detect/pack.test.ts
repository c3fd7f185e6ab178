import { expect, it } from 'vitest';
import { loadControls, loadRules } from '../catalogue/index.js';
import { kmsEvent, run } from './events.case.js';
import { testRule } from './test-rule.js';

const { rules } = loadRules({ controls: loadControls().controls });

it.each(rules.map((rule) => [rule.id, rule] as const))('%s raises what its own tests expect', (_, rule) => {
  expect(rule.tests.length).toBeGreaterThan(1);
  expect(testRule(rule).map(({ name, got }) => [name, got])).toEqual(
    rule.tests.map(({ name, alerts }) => [name, alerts]),
  );
});

it('tells once an hour of one caller whose calls are refused, and of each call that failed on a key', () => {
  const refused = (at: string, arn: string) =>
    kmsEvent('DisableKey', at, { errorCode: 'AccessDenied', userIdentity: { type: 'IAMUser', arn, accountId: '1' } });
  const bot = 'arn:aws:iam::111122223333:user/bot';
  const events = ['09:00:00', '09:10:00', '09:59:59', '10:00:00'].map((at) => refused(at, bot));
  const { alerts } = run(rules, [...events, refused('09:30:00', 'arn:aws:iam::111122223333:user/other')]);
  const told = (id: string) => alerts.filter(({ rule }) => rule === id).map(({ grouped }) => grouped);
  expect(told('unauthorized-api-calls')).toEqual([2, 0, 0]);
  expect(told('kms-key-loss-denied')).toEqual([0, 0, 0, 0, 0]);
});

it('no stranger who calls under many names fills the hour of refused calls', () => {
  const refused = (at: string, userIdentity: Readonly<Record<string, string>>) =>
    kmsEvent('GetObject', at, { eventSource: 's3.amazonaws.com', errorCode: 'AccessDenied', userIdentity });
  const strangers = Array.from({ length: 120 }, (_, n) => [
    { type: 'AWSAccount', accountId: '444455556666', principalId: `AROAEXAMPLE:${n}` },
    { type: 'AWSAccount', accountId: '777788889999', principalId: `AIDAEXAMPLE${n}` },
    { type: 'AWSAccount', accountId: 'anonymous', principalId: '' },
    { type: 'WebIdentityUser', principalId: `example.org:repo:${n}`, identityProvider: 'example.org' },
  ]).flat();
  const own = refused('09:59:59', { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/Alice' });
  const result = run(rules, [...strangers.map((one) => refused('09:00:00', one)), own]);
  const alerts = result.alerts.filter(({ rule }) => rule === 'unauthorized-api-calls');
  expect(alerts.map(({ grouped }) => grouped).sort()).toEqual([0, 119, 119, 119, 119].sort());
  expect(result.suppressed).toEqual([]);
});
