import type { JsonObject } from '../predicate/json.js';

/** What CloudWatch Logs writes to see whether the destination of a subscription can be reached. */
export const CONTROL_MESSAGE = 'CWL CONTROL MESSAGE';

/**
 * Known to be something else than an event of CloudTrail, and expected beside them: what S3 notifies (and the test that it sends
 * first), the control messages of CloudWatch Logs subscriptions, events of EventBridge that do not come from CloudTrail. Shapes as
 * the user guides of the three give them.
 */
export function isOther(value: JsonObject): boolean {
  if (value.eventSource === 'aws:s3' || value.Event === 's3:TestEvent' || value.messageType === 'CONTROL_MESSAGE')
    return true;
  const type = value['detail-type'];
  if (typeof type === 'string' && typeof value.source === 'string' && value.detail !== undefined)
    return !type.endsWith(' via CloudTrail');
  return false;
}
