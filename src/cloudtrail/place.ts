import { type JsonObject, printJson } from '../predicate/json.js';
import { all, at, is } from '../predicate/predicate.js';
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION } from './record.js';
import type { EventShape } from './shape.js';

/** Where an audit places an event. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * The shape in one account and Region: constants of what it holds, and everywhere in its example, which is made when it is first
 * looked at, because most questions are settled without one.
 */
export function place(shape: EventShape, where: Place): EventShape {
  const key = `${where.account} ${where.region}`;
  const places = placed.get(shape) ?? new Map<string, EventShape>();
  placed.set(shape, places);
  const there = places.get(key) ?? placeAnew(shape, where);
  places.set(key, there);
  return there;
}

/** An audit asks for the same shape in the same place many times. */
const placed = new WeakMap<EventShape, Map<string, EventShape>>();

function placeAnew(shape: EventShape, { account, region }: Place): EventShape {
  let example: JsonObject | undefined;
  return {
    ...withoutExample(shape),
    holds: all(at(['recipientAccountId'], is(account)), at(['awsRegion'], is(region)), shape.holds),
    get example() {
      example ??= JSON.parse(
        textOf(shape)
          .replaceAll(EXAMPLE_ACCOUNT, account)
          .replaceAll(EXAMPLE_REGION, region)
          .replaceAll('arn:aws:', `arn:${partitionOf(region)}:`),
      ) as JsonObject;
      return example;
    },
  };
}

function withoutExample({ example: _, ...rest }: EventShape): Omit<EventShape, 'example'> {
  return rest;
}

const texts = new WeakMap<EventShape, string>();

function textOf(shape: EventShape): string {
  const text = texts.get(shape) ?? printJson(shape.example);
  texts.set(shape, text);
  return text;
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
