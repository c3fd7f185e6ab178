import { broken, type Configuration, chain } from './configuration.js';
import { KEY_LOSS_PATTERN } from './spec.js';

const and = (test: string) => KEY_LOSS_PATTERN.replace(/ }$/, ` && (${test}) }`);

const IAM_PATTERN = `{ ${[
  'DeleteGroupPolicy',
  'DeleteRolePolicy',
  'DeleteUserPolicy',
  'PutGroupPolicy',
  'PutRolePolicy',
  'PutUserPolicy',
  'CreatePolicy',
  'DeletePolicy',
  'CreatePolicyVersion',
  'DeletePolicyVersion',
  'AttachRolePolicy',
  'DetachRolePolicy',
  'AttachUserPolicy',
  'DetachUserPolicy',
  'AttachGroupPolicy',
  'DetachGroupPolicy',
]
  .map((name) => `($.eventName=${name})`)
  .join('||')} }`;

const misses = (name: string, pattern: string, says: RegExp): Configuration => ({
  name,
  spec: () => chain({ pattern }),
  expected: broken('metric-filter', says),
});

/** The pattern looks right, and lets an event pass that must not pass unseen. */
export const BROKEN_FILTERS: readonly Configuration[] = [
  {
    name: 'no metric filter',
    spec: () => chain({ filter: null }),
    expected: broken('metric-filter', /no metric filter/),
  },
  misses('one of the two events', '{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey) }', /eventName/),
  misses(
    'both names at once, which no event has',
    '{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey) && ($.eventName = ScheduleKeyDeletion) }',
    /eventName/,
  ),
  misses('terms of which both must occur', 'DisableKey ScheduleKeyDeletion', /the text `ScheduleKeyDeletion`/),
  misses('the events of another account', and('$.recipientAccountId = 111111111111'), /recipientAccountId/),
  misses('failed calls only', and('$.errorCode = *'), /errorCode/),
  misses('one Region', and('$.awsRegion = us-east-1'), /awsRegion/),
  misses('IAM users only', and('$.userIdentity.type = IAMUser'), /userIdentity\.type/),
  misses(
    'a guard against a caller, which drops whoever lacks the field',
    and('$.userIdentity.invokedBy != "cloudformation.amazonaws.com"'),
    /invokedBy/,
  ),
  misses('one key', and('$.requestParameters.keyId = "11112222-3333-4444-5555-666677778888"'), /keyId/),
  misses('a name in lower case', KEY_LOSS_PATTERN.replace('DisableKey', 'disablekey'), /eventName/),
  misses('a misspelt name', KEY_LOSS_PATTERN.replace('ScheduleKeyDeletion', 'ScheduledKeyDeletion'), /eventName/),
  misses('a misspelt source', KEY_LOSS_PATTERN.replace('kms.amazonaws.com', 'kms.amazon.com'), /eventSource/),
  misses('a misspelt field', KEY_LOSS_PATTERN.replaceAll('$.eventName', '$.EventName'), /EventName/),
  misses('a glob with a hole', '{ $.eventSource = kms* && $.eventName = *KeyDeletion }', /eventName/),
  {
    name: 'the IAM pattern in the place of CloudTrail’s',
    control: 'cloudtrail-configuration-changes',
    spec: () => chain({ pattern: IAM_PATTERN }),
    expected: broken('metric-filter', /eventName/),
    notes: /iam-policy-changes/,
  },
  {
    name: 'a filter that publishes nothing above zero',
    spec: () => chain({ filter: { value: '0' } }),
    expected: broken('alarm', /0/),
  },
  {
    name: 'an alarm on another namespace',
    spec: () => chain({ alarm: { namespace: 'LogMetrics' } }),
    expected: broken('metric', /LogMetrics/),
  },
  {
    name: 'an alarm on a metric in lower case',
    spec: () => chain({ alarm: { metric: 'kmskeyloss' } }),
    expected: broken('metric', /upper and lower case/),
  },
  {
    name: 'an alarm in another Region',
    spec: () =>
      chain({
        alarm: { region: 'eu-west-1', topics: ['europe'] },
        more: {
          topics: [
            {
              name: 'europe',
              region: 'eu-west-1',
              subscriptions: [{ protocol: 'email', endpoint: 'security@example.com' }],
            },
          ],
        },
      }),
    expected: broken('metric', /no alarm in us-east-1/),
  },
  { name: 'no alarm', spec: () => chain({ alarm: null }), expected: broken('metric', /no alarm/) },
  {
    name: 'an alarm on a unit that the metric does not have',
    spec: () => chain({ alarm: { input: { Unit: 'Count' } } }),
    expected: broken('metric', /Unit/),
  },
  {
    name: 'an alarm without the metric’s dimension',
    spec: () => chain({ filter: { dimensions: { EventName: '$.eventName' } } }),
    expected: broken('metric', /dimensions/),
  },
  {
    name: 'an alarm for one value of the metric’s dimension',
    spec: () =>
      chain({
        filter: { dimensions: { EventName: '$.eventName' } },
        alarm: { input: { Dimensions: [{ Name: 'EventName', Value: 'DisableKey' }] } },
      }),
    expected: broken('metric', /EventName=DisableKey/),
  },
];
