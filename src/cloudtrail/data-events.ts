import type { EventClass } from './event-class.js';

/**
 * Calls that CloudTrail records as data events, for trails that ask for them: those of the services whose data events people
 * watch most (CloudTrail user guide, "Logging data events", and the pages of these services on CloudTrail).
 */
const DATA_EVENTS: Readonly<Record<string, string>> = {
  's3.amazonaws.com':
    'AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjects DeleteObjectTagging ' +
    'GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent HeadBucket ' +
    'HeadObject ListMultipartUploads ListObjects ListObjectVersions ListParts PutObject PutObjectAcl PutObjectLegalHold ' +
    'PutObjectRetention PutObjectTagging RestoreObject SelectObjectContent UploadPart UploadPartCopy',
  'lambda.amazonaws.com': 'Invoke InvokeAsync InvokeWithResponseStream',
  'dynamodb.amazonaws.com':
    'BatchExecuteStatement BatchGetItem BatchWriteItem DeleteItem ExecuteStatement ExecuteTransaction GetItem GetRecords ' +
    'GetShardIterator PutItem Query Scan TransactGetItems TransactWriteItems UpdateItem',
  'sns.amazonaws.com': 'Publish PublishBatch',
  'sqs.amazonaws.com':
    'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch ReceiveMessage SendMessage SendMessageBatch',
  'kinesis.amazonaws.com': 'GetRecords GetShardIterator PutRecord PutRecords SubscribeToShard',
  'ebs.amazonaws.com': 'GetSnapshotBlock ListChangedBlocks ListSnapshotBlocks PutSnapshotBlock',
};

/** Is it a data event, which a trail of management events does not record? */
export function isDataEvent({ eventSource, eventName }: EventClass): boolean {
  if (eventSource === null || eventName === null || !Object.hasOwn(DATA_EVENTS, eventSource)) return false;
  return DATA_EVENTS[eventSource]!.split(' ').includes(eventName);
}
