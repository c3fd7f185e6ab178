import { describe, expect, it } from 'vitest';
import { setPattern } from './filter-variants.js';
import { ADDRESS, accountOf, control, expectLaws, filterIn, planFor } from './mend.case.js';
import { eventRule } from './rule-variants.js';
import { FAULTY_TRAILS } from './trail-variants.js';
import { defaultPolicy, snsTopic, subscription } from './world.js';

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
      for (const region of made.regions) {
        const topic = snsTopic(made, region, 'security-events');
        topic.subscriptions = [subscription(topic, made.id, 'email', ADDRESS.endpoint)];
        const policy = defaultPolicy(topic.arn, made.id);
        const statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish' };
        const Statement = [...(policy.Statement as readonly object[]), { ...statement, Resource: topic.arn }];
        topic.attributes.Policy = JSON.stringify({ ...policy, Statement });
        made.rules.push(eventRule(made, region, control, topic));
      }
      for (const trail of made.trails) FAULTY_TRAILS['no log group'](made, trail);
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
