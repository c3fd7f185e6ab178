import { isArray, isObject, type Json } from '../predicate/json.js';
import type { KnownFields } from './shape.js';

const LEAF: KnownFields = {};
export const OPEN: KnownFields = { open: true };

const leaves = (...names: readonly string[]): KnownFields => ({
  keys: Object.fromEntries(names.map((name) => [name, LEAF])),
});

const SESSION_ISSUER = leaves('type', 'principalId', 'arn', 'accountId', 'userName');

/** CloudTrail user guide, "CloudTrail userIdentity element". */
export const USER_IDENTITY: KnownFields = {
  keys: {
    ...leaves('type', 'userName', 'principalId', 'arn', 'accountId', 'accessKeyId', 'invokedBy', 'identityProvider')
      .keys,
    credentialId: LEAF,
    invokedByDelegate: leaves('accountId'),
    onBehalfOf: leaves('userId', 'identityStoreArn'),
    inScopeOf: leaves('sourceArn', 'sourceAccount', 'issuerType', 'credentialsIssuedTo'),
    sessionContext: {
      keys: {
        sessionIssuer: SESSION_ISSUER,
        attributes: leaves('creationDate', 'mfaAuthenticated'),
        webIdFederationData: { keys: { federatedProvider: LEAF, attributes: OPEN } },
        sourceIdentity: LEAF,
        ec2RoleDelivery: LEAF,
        assumedRoot: LEAF,
        signInSessionArn: LEAF,
      },
    },
  },
};

/** CloudTrail user guide, "CloudTrail record contents": the fields of any management event, without those of one event alone. */
export const RECORD: KnownFields = {
  keys: {
    eventVersion: LEAF,
    userIdentity: USER_IDENTITY,
    eventTime: LEAF,
    eventSource: LEAF,
    eventName: LEAF,
    awsRegion: LEAF,
    sourceIPAddress: LEAF,
    userAgent: LEAF,
    errorCode: LEAF,
    errorMessage: LEAF,
    requestParameters: LEAF,
    responseElements: LEAF,
    additionalEventData: LEAF,
    requestID: LEAF,
    eventID: LEAF,
    readOnly: LEAF,
    resources: { element: leaves('ARN', 'accountId', 'type') },
    eventType: LEAF,
    apiVersion: LEAF,
    managementEvent: LEAF,
    recipientAccountId: LEAF,
    serviceEventDetails: LEAF,
    sharedEventID: LEAF,
    vpcEndpointId: LEAF,
    vpcEndpointAccountId: LEAF,
    eventCategory: LEAF,
    addendum: { keys: { reason: LEAF, updatedFields: LEAF, originalRequestID: LEAF, originalEventID: LEAF } },
    sessionCredentialFromConsole: LEAF,
    tlsDetails: leaves('tlsVersion', 'cipherSuite', 'clientProvidedHostHeader', 'keyExchange'),
  },
};

/** The fields that a documented record shows. */
export function fieldsOf(value: Json): KnownFields {
  if (isArray(value)) return { element: value.map(fieldsOf).reduce(mergeFields, LEAF) };
  if (!isObject(value)) return LEAF;
  return { keys: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fieldsOf(item)])) };
}

/** The fields of either. */
export function mergeFields(a: KnownFields, b: KnownFields): KnownFields {
  const keys: Record<string, KnownFields> = { ...a.keys };
  for (const [key, fields] of Object.entries(b.keys ?? {})) {
    const own = keys[key];
    keys[key] = own ? mergeFields(own, fields) : fields;
  }
  const element = a.element && b.element ? mergeFields(a.element, b.element) : (a.element ?? b.element);
  return {
    ...(a.keys || b.keys ? { keys } : {}),
    ...(element ? { element } : {}),
    ...(a.open || b.open ? { open: true } : {}),
  };
}

/** Is every field of the value among the known ones? The paths of those that are not, dotted. */
export function unknownFields(value: Json, known: KnownFields, path = ''): readonly string[] {
  if (known.open) return [];
  if (isArray(value))
    return value.flatMap((item, index) =>
      known.element ? unknownFields(item, known.element, `${path}[${index}]`) : [`${path}[${index}]`],
    );
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const field = known.keys && Object.hasOwn(known.keys, key) ? known.keys[key] : undefined;
    const here = path === '' ? key : `${path}.${key}`;
    return field ? unknownFields(item, field, here) : [here];
  });
}

/** The fields without one of the outermost. */
export function withoutField(fields: KnownFields, name: string): KnownFields {
  const keys = Object.fromEntries(Object.entries(fields.keys ?? {}).filter(([key]) => key !== name));
  return { ...fields, keys };
}
