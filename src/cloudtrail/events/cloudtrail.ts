import type { JsonObject } from '../../predicate/json.js';
import { call, type ServiceEvents } from '../event-sample.js';

const ARN = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/management-events';
const SETTINGS: JsonObject = {
  name: 'management-events',
  s3BucketName: 'amzn-s3-demo-bucket',
  isMultiRegionTrail: true,
  includeGlobalServiceEvents: true,
};
const event = (name: string, request: JsonObject, response: JsonObject | null = null) =>
  call(name, request, response, `CloudTrail user guide, log file examples, ${name}`);

export const CLOUDTRAIL: ServiceEvents = {
  eventSource: 'cloudtrail.amazonaws.com',
  host: 'cloudtrail.us-east-1.amazonaws.com',
  refused: {
    errorCode: 'AccessDenied',
    errorMessage: 'User is not authorized to perform this operation on this trail',
  },
  events: [
    event('CreateTrail', SETTINGS, { ...SETTINGS, trailARN: ARN, logFileValidationEnabled: false }),
    event('UpdateTrail', SETTINGS, { ...SETTINGS, trailARN: ARN, logFileValidationEnabled: false }),
    event('DeleteTrail', { name: ARN }),
    event('StartLogging', { name: ARN }),
    event('StopLogging', { name: ARN }),
  ],
};
