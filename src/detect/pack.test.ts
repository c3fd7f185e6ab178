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
