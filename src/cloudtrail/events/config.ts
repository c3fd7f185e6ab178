import type { JsonObject } from '../../predicate/json.js';
import { call, type ServiceEvents } from '../event-sample.js';

const event = (name: string, request: JsonObject) => call(name, request, null, `AWS Config API reference, ${name}`);

export const CONFIG: ServiceEvents = {
  eventSource: 'config.amazonaws.com',
  host: 'config.us-east-1.amazonaws.com',
  refused: { errorCode: 'AccessDenied', errorMessage: 'User is not authorized to perform this operation' },
  events: [
    event('StopConfigurationRecorder', { configurationRecorderName: 'default' }),
    event('DeleteDeliveryChannel', { deliveryChannelName: 'default' }),
    event('PutDeliveryChannel', { deliveryChannel: { name: 'default', s3BucketName: 'amzn-s3-demo-bucket' } }),
    event('PutConfigurationRecorder', {
      configurationRecorder: {
        name: 'default',
        roleARN: 'arn:aws:iam::111122223333:role/config',
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true, resourceTypes: [] },
      },
    }),
  ],
};
