import type { EventTarget } from '../../account/answers.js';
import { parseArn } from '../../account/arn.js';
import { doubtful, holds } from '../condition.js';
import type { Condition, Link } from '../link.js';
import type { Spot } from '../missing.js';
import { messageOf } from '../target-input.js';
import { templateOf } from '../target-template.js';
import { unknownSettings } from '../unknown-settings.js';

const READS = ['events:ListTargetsByRule'] as const;

/** What a target is, as far as paths are concerned. */
export type TargetKind = 'topic' | 'bus' | 'other';

export function targetKind(arn: string): TargetKind {
  const parsed = parseArn(arn);
  if (parsed?.service === 'sns' && !parsed.resource.includes(':')) return 'topic';
  if (parsed?.service === 'events' && parsed.resource.startsWith('event-bus/')) return 'bus';
  return 'other';
}

/** A rule's target as a link. What comes after anything but a topic or a bus was not read: it may tell somebody, or not. */
export function targetLink(target: EventTarget, spot: Spot): Link {
  const id = target.Arn ?? target.Id ?? '(no name)';
  return { kind: 'target', id, account: spot.account, region: spot.region, conditions: conditionsOf(target, id, spot) };
}

function conditionsOf(target: EventTarget, id: string, spot: Spot): readonly Condition[] {
  const kind = targetKind(id);
  if (kind === 'other') {
    const message = `what \`${id}\` does with the event was not read`;
    return [doubtful('destination', { code: 'destination-unread', message }, READS)];
  }
  const sends = holds('destination', `it sends the event to ${id}`, READS);
  if (kind === 'topic')
    return [
      sends,
      ...messageOf(target),
      ...templateOf(target),
      ...permission(target, id, spot),
      ...unknownSettings('events:ListTargetsByRule', ['target', target]),
    ];
  const message = `whether the rule’s role and the policy of the bus \`${id}\` let the event in was not read`;
  return [sends, doubtful('permission', { code: 'bus-permission', message }, READS)];
}

/**
 * Without a role EventBridge publishes as itself, and the topic's policy decides. Since 2025 it publishes as the target's role where
 * there is one (EventBridge user guide, "Using resource-based policies"; another edition of that page says that delivery to topics may
 * then fail): a role's policy is not among what is read.
 */
function permission(target: EventTarget, id: string, spot: Spot): readonly Condition[] {
  const owner = parseArn(id)?.account ?? spot.account;
  if (target.RoleArn !== undefined && target.RoleArn !== '') {
    const message = `it publishes with the role ${target.RoleArn}, whose policy was not read`;
    const mend = 'leave the role out, so that EventBridge publishes as itself and the topic’s policy decides';
    return [doubtful('permission', { code: 'role-unread', message }, READS, mend)];
  }
  if (owner === spot.account) return [holds('permission', 'it publishes as EventBridge itself', READS)];
  const message = `it sends to a topic of account ${owner} without a role, and whether EventBridge lets that pass is not known`;
  return [doubtful('permission', { code: 'cross-account', message }, READS)];
}
