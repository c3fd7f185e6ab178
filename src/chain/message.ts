import type { Draft } from '../predicate/predicate.js';

/** What is published to a topic, as far as a subscription's filter policy looks at it. */
export interface Message {
  /** For people: `alarm messages`, `EventBridge events`. */
  readonly name: string;
  /**
   * A draft over the message's body, as one over the CloudTrail record that caused it. Null when the body is not known, because
   * something rewrites it: the target of a rule, or a topic that masks what it takes for sensitive.
   */
  readonly overRecord: ((policy: Draft) => Draft) | null;
}
