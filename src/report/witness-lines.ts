import { isObject, type Json, printJson } from '../predicate/json.js';

/** The fields of a CloudTrail record that tell a person what happened, in the order in which one asks for them. */
const FIELDS: readonly string[] = [
  'eventName',
  'eventSource',
  'awsRegion',
  'eventType',
  'userIdentity.type',
  'userIdentity.arn',
  'userIdentity.invokedBy',
  'errorCode',
  'errorMessage',
  'sourceIPAddress',
  'requestParameters',
  'responseElements.ConsoleLogin',
  'additionalEventData.MFAUsed',
  'serviceEventDetails',
  'recipientAccountId',
];
/** Shown only when they are not what nearly every record holds. */
const USUAL: Readonly<Record<string, string>> = { eventType: 'AwsApiCall' };

/** A witness in a few lines: each a field's path and its value as JSON text (strings without quotes). */
export function witnessLines(witness: Json, most = 10): { readonly field: string; readonly value: string }[] {
  const lines: { field: string; value: string }[] = [];
  for (const field of FIELDS) {
    const value = valueAt(witness, field.split('.'));
    if (value === undefined || value === null || value === USUAL[field] || isEmpty(value)) continue;
    lines.push({ field, value: typeof value === 'string' ? value || '""' : compact(value) });
  }
  return lines.slice(0, most);
}

function valueAt(value: Json, path: readonly string[]): Json | undefined {
  let current: Json | undefined = value;
  for (const key of path) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

/** An object without members tells nothing; an empty text is a value, and is shown as one. */
const isEmpty = (value: Json): boolean => isObject(value) && Object.keys(value).length === 0;

/** `keyId=…, pendingWindowInDays=7`: readable where an object is flat, JSON where it is not. */
function compact(value: Json): string {
  if (!isObject(value)) return printJson(value);
  return Object.entries(value)
    .map(([key, item]) => `${key}=${typeof item === 'string' ? item : printJson(item)}`)
    .join(', ');
}
