import type { JsonObject } from '../../predicate/json.js';
import { call, type EventSample, type ServiceEvents } from '../event-sample.js';

const KEY = '0a1b2c3d-1111-4222-8333-00000000c0de';
const ARN = `arn:aws:kms:us-east-1:111122223333:key/${KEY}`;
const RESOURCES: JsonObject = { resources: [{ accountId: '111122223333', type: 'AWS::KMS::Key', ARN }] };
const STORE: JsonObject = { customKeyStoreName: 'example-store', clusterId: 'cluster-0a1b2c3d4e5' };
const BACKING_KEYS: JsonObject = {
  customKeyStoreId: 'cks-0a1b2c3d4e5f60001',
  clusterId: 'cluster-0a1b2c3d4e5',
  backingKeys: '[{"keyHandle":"01","backingKeyId":"backing-key-1"}]',
};
const guide = (page: string) => `KMS developer guide, ${page}`;

/** The older records of these calls have no responseElements, and `resources` without a type. */
const onKey = (
  eventName: string,
  request: JsonObject,
  response: JsonObject,
  page: string,
  more: Partial<EventSample> = {},
) =>
  call(eventName, { keyId: KEY, ...request }, { keyId: ARN, ...response }, guide(page), {
    record: RESOURCES,
    ...more,
    sometimes: ['responseElements', 'resources[0].type', ...(more.sometimes ?? [])],
  });

/** A key store's events name no key: they have no `resources`, and their samples show no eventCategory. */
const onStore = (eventName: string, page: string): EventSample =>
  call(eventName, { customKeyStoreId: 'cks-0a1b2c3d4e5f60001' }, null, guide(page), {
    record: { additionalEventData: STORE },
    sometimes: ['additionalEventData', 'eventCategory'],
  });

/** What the service does by itself: no request, no userIdentity.type. */
const byItself = (eventName: string, page: string, more: Partial<EventSample>): EventSample => ({
  eventName,
  kind: 'service',
  requestParameters: null,
  responseElements: null,
  source: guide(page),
  ...more,
});

export const KMS: ServiceEvents = {
  eventSource: 'kms.amazonaws.com',
  host: 'kms.us-east-1.amazonaws.com',
  refused: {
    errorCode: 'AccessDenied',
    errorMessage: 'User is not authorized to perform this operation on this resource',
  },
  events: [
    onKey('DisableKey', {}, {}, 'DisableKey'),
    onKey(
      'ScheduleKeyDeletion',
      { pendingWindowInDays: 30 },
      { keyState: 'PendingDeletion', deletionDate: 'Apr 1, 2026, 9:00:00 AM', pendingWindowInDays: 30 },
      'ScheduleKeyDeletion',
      { sometimes: ['requestParameters.pendingWindowInDays'], also: { additionalEventData: BACKING_KEYS } },
    ),
    onKey(
      'DeleteImportedKeyMaterial',
      { keyMaterialId: '0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c' },
      { keyMaterialId: '0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c0f1e2d3c' },
      'DeleteImportedKeyMaterial',
      { sometimes: ['requestParameters.keyMaterialId'] },
    ),
    onStore('DisconnectCustomKeyStore', 'DisconnectCustomKeyStore'),
    onStore('DeleteCustomKeyStore', 'DeleteCustomKeyStore'),
    onKey(
      'PutKeyPolicy',
      {
        policyName: 'default',
        policy: '{"Version":"2012-10-17","Statement":[]}',
        bypassPolicyLockoutSafetyCheck: false,
      },
      {},
      'PutKeyPolicy',
      { sometimes: ['requestParameters.policyName', 'requestParameters.bypassPolicyLockoutSafetyCheck'] },
    ),
    byItself('DeleteKey', 'DeleteKey', {
      record: RESOURCES,
      sometimes: ['responseElements'],
      also: {
        responseElements: { keyId: ARN },
        additionalEventData: {
          ...BACKING_KEYS,
          backingKeysDeletionStatus: '[{"keyHandle":"01","backingKeyId":"backing-key-1","deletionStatus":"SUCCESS"}]',
        },
        serviceEventDetails: { keyId: KEY },
      },
    }),
    byItself('DeleteExpiredKeyMaterial', 'DeleteExpiredKeyMaterial', {
      record: { ...RESOURCES, serviceEventDetails: { keyId: KEY } },
      sometimes: ['managementEvent', 'eventCategory'],
      also: { serviceEventDetails: { keyMaterialId: '0f1e2d3c0f1e2d3c' } },
    }),
  ],
};
