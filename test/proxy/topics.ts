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
