import { isArray, isObject, type Json, type JsonObject } from '../predicate/json.js';
import { all, at, is } from '../predicate/predicate.js';
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION } from './record.js';
import type { EventShape } from './shape.js';

/** Where an audit places an event. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The shape in one account and Region: constants of what it holds, and everywhere in its example. */
export function place(shape: EventShape, { account, region }: Place): EventShape {
  return {
    ...shape,
    holds: all(at(['recipientAccountId'], is(account)), at(['awsRegion'], is(region)), shape.holds),
    example: replaceIn(shape.example, [
      [EXAMPLE_ACCOUNT, account],
      [EXAMPLE_REGION, region],
      ['arn:aws:', `arn:${partitionOf(region)}:`],
    ]),
  };
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

type Replacements = readonly (readonly [from: string, to: string])[];

function replaceIn(object: JsonObject, replacements: Replacements): JsonObject {
  const visit = (value: Json): Json => {
    if (typeof value === 'string') return replacements.reduce((text, [from, to]) => text.replaceAll(from, to), value);
    if (isArray(value)) return value.map(visit);
    return isObject(value) ? replaceIn(value, replacements) : value;
  };
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, visit(value)]));
}
