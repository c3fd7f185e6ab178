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
export function place(shape: EventShape, { account, region }: Place): EventShape {
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

/** So many places are kept of the shapes of one class: an account has that many Regions. */
const KEPT = 50;
const placed = new WeakMap<readonly EventShape[], Map<string, readonly EventShape[]>>();

/** The shapes of a class in one place. An audit asks for the same ones many times, and what is known of a shape is kept with it. */
export function placeAll(shapes: readonly EventShape[], where: Place): readonly EventShape[] {
  const places = placed.get(shapes) ?? new Map<string, readonly EventShape[]>();
  placed.set(shapes, places);
  const key = `${where.account} ${where.region}`;
  const known = places.get(key);
  if (known) return known;
  const there = shapes.map((shape) => place(shape, where));
  if (places.size >= KEPT) places.clear();
  places.set(key, there);
  return there;
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
