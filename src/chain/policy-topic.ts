import type { RequestContext } from './policy-condition.js';
import { type AwsPrincipals, type PolicyAnswer, permits } from './policy-permits.js';

export type Publisher = 'cloudwatch.amazonaws.com' | 'events.amazonaws.com';

export interface PublishedTopic {
  /** The topic's attribute Policy; undefined when it was not read or is not there. */
  readonly policyText: string | undefined;
  readonly topicArn: string;
  readonly owner: string; // 12 digits
}

/** The alarm or the rule that publishes. */
export interface PublishedFrom {
  readonly service: Publisher;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/**
 * May the alarm or rule publish to the topic? What the request carries, after the SNS developer guide (example cases for access control):
 * both services set aws:SourceArn and aws:SourceAccount; CloudWatch also sets the older aws:SourceOwner, EventBridge does not.
 * The policy that SNS gives a new topic (`AWS: *`, AWS:SourceOwner the account) therefore lets the account's own alarms publish and no
 * EventBridge rule; a topic of another account needs a grant of its own.
 */
export function topicPermitsPublish(topic: PublishedTopic, from: PublishedFrom): PolicyAnswer {
  if (topic.policyText === undefined) return { answer: 'unknown', because: 'the policy of the topic was not read' };
  const policyText = topic.policyText;
  const [asSent, ...others] = contextsOf(from).map((context) =>
    permits(
      policyText,
      { principal: { service: from.service }, action: 'SNS:Publish', resource: topic.topicArn, context },
      awsPrincipalsOf(from),
    ),
  );
  if (others.every(({ answer }) => answer === asSent!.answer)) return asSent!;
  return {
    answer: 'unknown',
    because:
      'the topic’s policy has conditions on the rule or its account, which AWS says cannot be used for EventBridge',
  };
}

/**
 * EventBridge's request with and without the keys of its source: the SNS developer guide says that services set them, the EventBridge
 * user guide ("Using resource-based policies", Amazon SNS permissions) that a topic's policy for EventBridge can have no conditions.
 */
function contextsOf(from: PublishedFrom): readonly RequestContext[] {
  const context = contextOf(from);
  if (from.service === 'cloudwatch.amazonaws.com') return [context];
  return [context, { ...context, 'aws:SourceArn': undefined, 'aws:SourceAccount': undefined }];
}

function contextOf({ service, sourceArn, sourceAccount }: PublishedFrom): RequestContext {
  return {
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceAccount,
    'aws:SourceOwner': service === 'cloudwatch.amazonaws.com' ? sourceAccount : undefined,
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': 'true',
  };
}

/**
 * `AWS: *` covers CloudWatch's alarms: the default policy and the documented cross-account grant are written with it. For EventBridge a
 * Deny of everybody counts, while an Allow is left open: AWS's own page adds a grant for it beside such a statement. A grant to an
 * alarm's own account is neither documented nor observed to reach the alarm.
 */
function awsPrincipalsOf({ service, sourceAccount }: PublishedFrom): AwsPrincipals {
  return (value, effect) => {
    const isAlarm = service === 'cloudwatch.amazonaws.com';
    if (value === '*') return isAlarm || effect === 'Deny' ? 'yes' : 'unknown';
    const ownAccount = value === sourceAccount || new RegExp(`^arn:[a-z-]+:iam::${sourceAccount}:root$`).test(value);
    if (isAlarm && ownAccount) return 'unknown';
    return 'no';
  };
}
