import { parseArn } from '../account/arn.js';
import type { Setting } from './same-setting.js';

/** What the step sets, in words: "the metric filter `x`". */
export function settingWords(step: Setting, article: 'the' | 'a' = 'the'): string {
  const named = (kind: string, name: string) => `${article} ${kind} \`${name}\``;
  switch (step.operation) {
    case 'cloudtrail:UpdateTrail':
      return named('trail', short(step.input.Name));
    case 'cloudtrail:PutEventSelectors':
      return `the event selectors of the trail \`${short(step.input.TrailName)}\``;
    case 'iam:PutRolePolicy':
      return `${named('policy', step.input.PolicyName)} of the role \`${step.input.RoleName}\``;
    case 'logs:PutMetricFilter':
      return `${named('metric filter', step.input.filterName)} of the log group \`${step.input.logGroupName}\``;
    case 'cloudwatch:PutMetricAlarm':
      return article === 'a' ? `an alarm \`${step.input.AlarmName}\`` : named('alarm', step.input.AlarmName);
    case 'sns:SetTopicAttributes': {
      const what = step.input.AttributeName === 'Policy' ? 'policy' : 'key';
      return `the ${what} of the topic \`${short(step.input.TopicArn)}\``;
    }
    case 'sns:SetSubscriptionAttributes':
      return `the filter policy of the subscription \`${short(step.input.SubscriptionArn)}\``;
    case 'kms:PutKeyPolicy':
      return `the policy of the key \`${short(step.input.KeyId)}\``;
  }
}

function short(arn: string): string {
  return parseArn(arn)?.resource.replace(/^(?:trail|key)\//, '') ?? arn;
}
