import type { JsonObject } from '../../predicate/json.js';
import { call, type ServiceEvents } from '../event-sample.js';

const BUCKET: JsonObject = {
  bucketName: 'amzn-s3-demo-bucket',
  Host: 'amzn-s3-demo-bucket.s3.us-east-1.amazonaws.com',
};

/** S3 adds data of the transfer, and names the bucket in `resources`. Amazon S3 user guide, "Amazon S3 CloudTrail events". */
const event = (name: string, request: JsonObject) =>
  call(name, { ...BUCKET, ...request }, null, `Amazon S3 user guide, CloudTrail events, ${name}`, {
    record: {
      additionalEventData: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        AuthenticationMethod: 'AuthHeader',
        bytesTransferredIn: 412,
        bytesTransferredOut: 0,
        'x-amz-id-2': 'EXAMPLEid2',
      },
      resources: [{ accountId: '111122223333', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::amzn-s3-demo-bucket' }],
    },
    sometimes: ['additionalEventData', 'resources', 'requestParameters.Host'],
  });

export const S3: ServiceEvents = {
  eventSource: 's3.amazonaws.com',
  host: 'amzn-s3-demo-bucket.s3.us-east-1.amazonaws.com',
  refused: { errorCode: 'AccessDenied', errorMessage: 'Access Denied' },
  events: [
    event('PutBucketAcl', { acl: '' }),
    event('PutBucketPolicy', { policy: '', bucketPolicy: { Version: '2012-10-17' } }),
    event('PutBucketCors', { cors: '' }),
    event('PutBucketLifecycle', { lifecycle: '' }),
    event('PutBucketReplication', { replication: '' }),
    event('DeleteBucketPolicy', { policy: '' }),
    event('DeleteBucketCors', { cors: '' }),
    event('DeleteBucketLifecycle', { lifecycle: '' }),
    event('DeleteBucketReplication', { replication: '' }),
  ],
};
