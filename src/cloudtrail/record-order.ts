import type { JsonObject } from '../predicate/json.js';

/** The members of a record in the order in which CloudTrail writes them (CloudTrail user guide, "CloudTrail log file examples"). */
const ORDER: ReadonlyMap<string, number> = new Map(
  [
    'eventVersion',
    'userIdentity',
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'sourceIPAddress',
    'userAgent',
    'errorCode',
    'errorMessage',
    'requestParameters',
    'responseElements',
    'additionalEventData',
    'requestID',
    'eventID',
    'readOnly',
    'resources',
    'eventType',
    'apiVersion',
    'managementEvent',
    'recipientAccountId',
    'serviceEventDetails',
    'sharedEventID',
    'vpcEndpointId',
    'vpcEndpointAccountId',
    'eventCategory',
    'addendum',
    'sessionCredentialFromConsole',
    'tlsDetails',
  ].map((name, at) => [name, at]),
);

/** The same record with its members in CloudTrail's order; those that it does not know come last, in the order that they have. */
export function inRecordOrder(record: JsonObject): JsonObject {
  const rank = ([name]: readonly [string, unknown]): number => ORDER.get(name) ?? ORDER.size;
  return Object.fromEntries(Object.entries(record).sort((a, b) => rank(a) - rank(b)));
}
