import { isArray, isObject, type Json, printJson } from '../predicate/json.js';

/**
 * How an event that nobody documented differs from the documented record, as a sentence that says what a pattern must not rest on;
 * null when it does not differ.
 */
export function unlikeExample(event: Json, example: Json): string | null {
  const { lacking, other } = differences(event, example);
  if (lacking.length > 0) {
    const names = listed(lacking.map((path) => `\`${path}\``));
    const [it, them] = lacking.length === 1 ? ['the field', 'it'] : ['these fields', 'them'];
    return `an event without ${names} would be missed: documented records have ${it}, but CloudTrail does not promise ${them}; a pattern that asks nothing of ${them}, or also takes events without ${them}, leaves no such doubt`;
  }
  if (other.length > 0) {
    const holds = listed(other.map(({ path, value }) => `${shown(value)} as \`${path}\``));
    return `an event with ${holds} would be missed: no documented record has that, and CloudTrail does not rule it out`;
  }
  return null;
}

interface Differences {
  /** Paths of the example that the event has not. */
  readonly lacking: readonly string[];
  /** Paths that the example has with another value, or not at all. */
  readonly other: readonly { readonly path: string; readonly value: Json }[];
}

function differences(event: Json, example: Json, path = ''): Differences {
  if (!isObject(event) || !isObject(example)) {
    const same = isArray(event) && isArray(example) ? event.length > 0 : printJson(event) === printJson(example);
    return { lacking: [], other: same ? [] : [{ path, value: event }] };
  }
  const here = (key: string) => (path === '' ? key : `${path}.${key}`);
  const parts = Object.entries(event).map(([key, value]): Differences => {
    if (Object.hasOwn(example, key)) return differences(value, example[key]!, here(key));
    return { lacking: [], other: [{ path: here(key), value }] };
  });
  const lacking = Object.keys(example).filter((key) => !Object.hasOwn(event, key));
  return {
    lacking: [...lacking.map(here), ...parts.flatMap((part) => part.lacking)],
    other: parts.flatMap((part) => part.other),
  };
}

function shown(value: Json): string {
  const text = printJson(value);
  return `\`${text.length > 40 ? `${text.slice(0, 37)}…` : text}\``;
}

function listed(items: readonly string[]): string {
  const most = items.slice(0, 3);
  return most.length < 2 ? most.join('') : `${most.slice(0, -1).join(', ')} and ${most.at(-1)}`;
}
