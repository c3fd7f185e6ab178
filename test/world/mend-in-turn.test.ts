import { describe, expect, it } from 'vitest';
import { setPattern } from './filter-variants.js';
import { ADDRESS, accountOf, control, expectLaws, filterIn, planFor, tellByRulesAlone } from './mend.case.js';
import { subscription } from './world.js';

/** What a plan leaves to do, a second one does: `expectLaws` makes both. */
describe('of several controls', () => {
  it('one that would wait for a subscriber is told over the topic that another, behind it, brings into use', () => {
    const account = accountOf((made) => {
      const filter = filterIn(made);
      setPattern(filter, control, { pattern: '{ $.eventName = "DisableKey" }', covers: () => 'open' }, false);
      const topic = filter.alarms[0]!.topics[0]!;
      topic.subscriptions = [subscription(topic, made.id, 'https', 'https://events.example.com/x')];
    });
    const plan = planFor(account, ['root-usage', 'kms-key-loss']);
    expect(plan.controls.map(({ after }) => after)).toEqual(['proved', 'proved']);
    expectLaws(plan, account);
  });

  it('the literal text is put into the log group that another one brings', () => {
    const account = accountOf((made) => {
      tellByRulesAlone(made);
      for (const topic of made.rules.flatMap(({ topics }) => topics))
        topic.subscriptions = [subscription(topic, made.id, 'email', ADDRESS.endpoint)];
    });
    const options = { literal: true, subscribe: [ADDRESS] };
    const plan = planFor(account, ['kms-key-loss', 'network-acl-changes'], options);
    const filters = plan.changes.flatMap(({ step }) =>
      step.operation === 'logs:PutMetricFilter' ? [step.input.filterPattern] : [],
    );
    expect(filters.some((pattern) => pattern.includes('DisableKey'))).toBe(true);
    expectLaws(plan, account, options);
  });
});
