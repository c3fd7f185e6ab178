import { type Behaviour, isCall } from './call.js';

/** Subscriptions that nobody confirmed yet: of these endpoints, or all e-mail addresses. moto confirms at once. */
export function pendingConfirmation(endpoints?: readonly string[]): Behaviour {
  return async (call, next) => {
    const answer = await next(call);
    if (!isCall(call, 'sns:ListSubscriptionsByTopic')) return answer;
    const body = answer.body.replace(/<member>[\s\S]*?<\/member>/g, (member) => {
      const endpoint = /<Endpoint>([^<]*)<\/Endpoint>/.exec(member)?.[1] ?? '';
      const pending = endpoints ? endpoints.includes(endpoint) : /<Protocol>email(-json)?<\/Protocol>/.test(member);
      return pending ? member.replace(/<SubscriptionArn>[^<]*</, '<SubscriptionArn>PendingConfirmation<') : member;
    });
    return { ...answer, body };
  };
}

/**
 * Data protection policies, of which moto has none: that of the topics of this name, or of every topic, and none of all others. Where
 * there is no topic, the answer is the one about its attributes.
 */
export function dataProtection(policy: object | null = null, topic?: string): Behaviour {
  return async (call, next) => {
    const arn = String(call.input.ResourceArn);
    if (!isCall(call, 'sns:GetDataProtectionPolicy') || (topic !== undefined && !arn.endsWith(`:${topic}`)))
      return next(call);
    const { Version } = call.input;
    const input = { Action: 'GetTopicAttributes', Version, TopicArn: arn };
    const asked = await next({ ...call, operation: 'GetTopicAttributes', input });
    if (asked.status !== 200) return asked;
    const text = policy === null ? '' : `<DataProtectionPolicy>${escaped(policy)}</DataProtectionPolicy>`;
    const result = `<GetDataProtectionPolicyResult>${text}</GetDataProtectionPolicyResult>`;
    const metadata = '<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>';
    const body = `<GetDataProtectionPolicyResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${result}${metadata}</GetDataProtectionPolicyResponse>`;
    return { ...asked, headers: { 'content-type': 'text/xml' }, body };
  };
}

function escaped(policy: object): string {
  return JSON.stringify(policy).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
