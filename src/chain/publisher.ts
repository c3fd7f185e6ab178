import type { TopicAttributes } from '../account/answers.js';
import type { Arn } from '../account/arn.js';
import { doubtful, fails, holds } from './condition.js';
import type { Condition } from './link.js';
import { type Publisher as Service, topicPermitsPublish } from './policy-topic.js';

/** The alarm or the rule that publishes to a topic. */
export interface Publisher {
  readonly service: Service;
  readonly sourceArn: string;
  readonly account: string;
  readonly region: string;
  /** The role as which a rule publishes, if it has one: then the topic and its key see the role, and not the service. */
  readonly role?: string;
}

const READS = ['sns:GetTopicAttributes'] as const;

/** Does the topic take what is published to it? */
export function publishing(attributes: TopicAttributes, topic: Arn, publisher: Publisher): readonly Condition[] {
  const permission =
    publisher.role === undefined ? policy(attributes, topic, publisher) : policyForRole(publisher.role);
  return [permission, ...fifo(attributes, publisher)];
}

function policy(attributes: TopicAttributes, topic: Arn, publisher: Publisher): Condition {
  const { service, sourceArn, account } = publisher;
  const { answer, because } = topicPermitsPublish(
    {
      policyText: attributes.Policy,
      topicArn: `arn:${topic.partition}:sns:${topic.region}:${topic.account}:${topic.resource}`,
      owner: attributes.Owner ?? topic.account,
    },
    { service, sourceArn, sourceAccount: account },
  );
  const mend = `let ${service} publish in the topic’s policy (sns:Publish)`;
  switch (answer) {
    case 'yes':
      return holds('policy', because, READS);
    case 'no':
      return fails('policy', because, READS, mend);
    case 'unknown':
      return doubtful('policy', { code: 'topic-policy', message: because }, READS, mend);
  }
}

/** A role of the topic's own account needs no word of the topic's policy, if its own policy lets it publish: that is not read. */
function policyForRole(role: string): Condition {
  const message = `whether ${role} may publish to it is said by the role’s own policy as well, which was not read`;
  return doubtful('policy', { code: 'role-unread', message }, READS);
}

/**
 * Alarms may publish to FIFO topics, with a message group of their own (CloudWatch user guide, "Notifying users on alarm changes"). A
 * topic without content-based deduplication refuses messages without a deduplication ID (SNS API reference, Publish), of which
 * nothing is said there. Of rules nothing at all is known.
 */
function fifo(attributes: TopicAttributes, { service }: Publisher): readonly Condition[] {
  if (attributes.FifoTopic !== 'true') return [];
  if (service === 'cloudwatch.amazonaws.com') {
    if (attributes.ContentBasedDeduplication === 'true') return [];
    const message =
      'it is a FIFO topic without content-based deduplication, and whether alarms can publish to one is not known';
    return [doubtful('fifo', { code: 'fifo', message }, READS, 'notify a standard topic')];
  }
  const message = 'it is a FIFO topic, and whether a rule can publish to one is not known';
  return [doubtful('fifo', { code: 'fifo', message }, READS, 'notify a standard topic')];
}
