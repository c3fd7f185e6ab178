import { isArray, isObject, type Json, type JsonObject } from '../../predicate/json.js';
import { type EcsEvent, ecsEvent, scalarsOf } from './ecs-event.js';
import { ECS_FIELDS } from './ecs-fields.js';
import { inBucketOrder } from './java-text.js';
import { flattenedObjects } from './parameter-fields.js';

interface Tree {
  [key: string]: Json | Tree;
}

const RESOURCES = 'aws.cloudtrail.resources';

/** The document that Elastic's pipeline makes of the event, as far as a record determines it. For output and tests, never for matching. */
export function ecsDocument(record: JsonObject): JsonObject {
  const event = ecsEvent(record);
  const document: Tree = {};
  for (const { name, values, many, type } of ECS_FIELDS) {
    // A text beside a keyword is in the index alone.
    if (type === 'text' || type === 'flattened' || name.startsWith(`${RESOURCES}.`)) continue;
    const found = values(event);
    if (found.length > 0) set(document, name, many ? found : found[0]!);
  }
  for (const [object, value] of flattenedObjects(event)) set(document, `aws.cloudtrail.flattened.${object}`, value);
  const resources = resourcesOf(event);
  if (resources.length > 0) set(document, RESOURCES, resources);
  return document as JsonObject;
}

function set(document: Tree, name: string, value: Json): void {
  const path = name.split('.');
  let here: Tree = document;
  for (const key of path.slice(0, -1)) {
    here[key] ??= {};
    here = here[key] as Tree;
  }
  here[path.at(-1)!] = value;
}

/** Each once, in the order of a HashMap that has them by ARN, account and type. */
function resourcesOf({ kept }: EcsEvent): readonly Json[] {
  const { resources } = kept;
  if (!isArray(resources)) return [];
  const unique: Record<string, Json> = {};
  for (const { ARN, accountId, ...rest } of resources.filter(isObject)) {
    const item: JsonObject = {
      ...rest,
      ...(ARN === undefined ? {} : { arn: ARN }),
      ...(accountId === undefined ? {} : { account_id: accountId }),
    };
    unique[['arn', 'account_id', 'type'].map((key) => scalarsOf(item, [key])[0] ?? '').join('_')] = item;
  }
  return inBucketOrder(unique).map(([, item]) => item);
}
