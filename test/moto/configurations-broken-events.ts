import { broken, type Configuration, REGIONS } from './configuration.js';
import { KEY_LOSS_RULE, rulesIn } from './configuration-parts.js';
import type { RuleSpec, Spec, TopicSpec } from './spec.js';

const TRAIL = { name: 'management', logGroup: null };

const everywhere = (account: string, rule: Partial<RuleSpec> = {}, topic: Partial<TopicSpec> = {}): Spec => {
  const { rules, topics } = rulesIn(account, REGIONS);
  return {
    trails: [TRAIL],
    rules: rules.map((one) => ({ ...one, ...rule })),
    topics: topics.map((one) => ({ ...one, ...topic })),
  };
};

/** EventBridge is all that watches, and does not see the event or tells nobody. */
export const BROKEN_EVENTS: readonly Configuration[] = [
  {
    name: 'a rule in one Region',
    spec: ({ account }) => ({ trails: [TRAIL], ...rulesIn(account, ['us-east-1']) }),
    expected: broken('event-bus', /us-east-1 only/),
  },
  {
    name: 'rules that are disabled',
    spec: ({ account }) => everywhere(account, { state: 'DISABLED' }),
    expected: broken('rule', /disabled/),
  },
  {
    name: 'rules for one of the two events',
    spec: ({ account }) =>
      everywhere(account, {
        pattern: { ...KEY_LOSS_RULE, detail: { ...KEY_LOSS_RULE.detail, eventName: ['DisableKey'] } },
      }),
    expected: broken('rule', /ScheduleKeyDeletion|pattern/),
  },
  {
    name: 'rules that demand a field which not every event has',
    spec: ({ account }) =>
      everywhere(account, {
        pattern: {
          ...KEY_LOSS_RULE,
          detail: {
            ...KEY_LOSS_RULE.detail,
            userIdentity: { sessionContext: { attributes: { mfaAuthenticated: ['false'] } } },
          },
        },
      }),
    expected: broken('rule', /pattern/),
  },
  {
    name: 'rules without a target',
    spec: ({ account }) => everywhere(account, { targets: [] }),
    expected: broken('target', /no target/),
  },
  {
    name: 'topics that do not let EventBridge publish',
    spec: ({ account }) => {
      const { topics = [], ...spec } = everywhere(account);
      return { ...spec, topics: topics.map(({ policy: _, ...topic }) => topic) };
    },
    expected: broken('topic', /no statement allows SNS:Publish to events/),
  },
  {
    name: 'rules, and no trail that logs',
    spec: ({ account }) => ({ ...everywhere(account), trails: [{ ...TRAIL, logging: false }] }),
    expected: broken('event-bus', /trail/),
  },
  {
    name: 'topics without a subscription',
    spec: ({ account }) => everywhere(account, {}, { subscriptions: [] }),
    expected: broken('subscription', /nobody is told/),
  },
];
