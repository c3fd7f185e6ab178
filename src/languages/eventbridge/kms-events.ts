import type { JsonObject } from '../../predicate/json.js';
import type { Draft } from '../../predicate/predicate.js';
import { at, FALSE } from '../../predicate/predicate.js';
import { constant } from './envelope.js';
import { onObject, onString } from './partial.js';

/** Events that KMS itself sends to EventBridge: no trail is needed for them. */
export type KmsEventName = 'KMS CMK Deletion' | 'KMS Imported Key Material Expiration';

/** How surely KMS sends them, after the KMS developer guide's page on EventBridge. */
export const KMS_EVENT_DELIVERY: Readonly<Record<KmsEventName, 'guaranteed' | 'best-effort'>> = {
  'KMS CMK Deletion': 'guaranteed',
  'KMS Imported Key Material Expiration': 'best-effort',
};

const OPEN = { code: 'kms-event', message: 'this field of the event is not known before it happens' };

/**
 * A draft over the EventBridge envelope, as one over the `detail` of an event that KMS sends: { key-id } for a deletion, { key-id,
 * key-material-id } for an expiration. The envelope has version "0", source "aws.kms", the account and Region of the key, and
 * resources [the key's ARN], which is compared when `keyArn` is known.
 */
export function overKmsEvent(
  pattern: Draft,
  event: KmsEventName,
  known: { readonly account?: string; readonly awsRegion?: string; readonly keyArn?: string },
): Draft {
  const stringOr = (of: Draft, value: string | undefined) =>
    value === undefined ? onString(of, OPEN) : constant(of, value);
  return onObject(pattern, (key, of) => {
    switch (key) {
      case 'detail':
        return onObject(of, (name, inner) => detail(event, name, inner));
      case 'detail-type':
        return constant(of, event);
      case 'source':
        return constant(of, 'aws.kms');
      case 'version':
        return constant(of, '0');
      case 'account':
        return stringOr(of, known.account);
      case 'region':
        return stringOr(of, known.awsRegion);
      case 'resources':
        return known.keyArn === undefined ? onString(of, OPEN) : constant(of, [known.keyArn]);
      case 'id':
      case 'time':
        return onString(of, OPEN);
      default:
        return FALSE;
    }
  });
}

/** The documented fields of `detail` stay tests; no other is there. */
function detail(event: KmsEventName, name: string, of: Draft): Draft {
  const documented = event === 'KMS CMK Deletion' ? ['key-id'] : ['key-id', 'key-material-id'];
  return documented.includes(name) ? at<Draft>([{ key: name }], of) : FALSE;
}

/** The envelope of such an event, with placeholder values. */
export function kmsEventExample(event: KmsEventName): JsonObject {
  const id = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
  return {
    version: '0',
    id: '11111111-2222-3333-4444-555555555555',
    'detail-type': event,
    source: 'aws.kms',
    account: '111122223333',
    time: '2026-01-02T03:04:05Z',
    region: 'us-east-1',
    resources: [`arn:aws:kms:us-east-1:111122223333:key/${id}`],
    detail: event === 'KMS CMK Deletion' ? { 'key-id': id } : { 'key-id': id, 'key-material-id': 'a'.repeat(64) },
  };
}
