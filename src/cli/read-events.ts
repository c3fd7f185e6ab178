import { isArray, isObject, type Json, parseJson, printJson } from '../predicate/json.js';
import { CliError } from './cli-error.js';
import type { Io } from './io.js';
import { readText } from './read-input.js';

/** A log message, and where it came from: `events.json, event 3`. */
export interface LogMessage {
  readonly from: string;
  readonly text: string;
}

/**
 * The events of a file, as the log messages that CloudTrail would deliver of them. The file is a JSON event, an array of
 * them, a CloudTrail file (`{"Records":[…]}`), the answer of `aws logs filter-log-events` (`{"events":[{"message"}]}`), or
 * lines, each a message (NDJSON, or any text).
 */
export async function readEvents(io: Io, file: string): Promise<readonly LogMessage[]> {
  const text = (await readText(io, file)).replace(/^\uFEFF/, '');
  const name = file === '-' ? 'standard input' : file;
  const whole = jsonOf(text);
  if (whole !== undefined)
    return eventsOf(whole).map((event, at, all) => ({
      from: all.length === 1 ? name : `${name}, event ${at + 1}`,
      text: event,
    }));
  const lines = text.split(/\r?\n/);
  if (/^\s*[{[]\s*$/.test(lines[0] ?? ''))
    throw new CliError(`\`${name}\` begins like JSON, and is not`, 'give JSON, lines of JSON, or lines of text');
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [{ from: `${name}, line ${at + 1}`, text: line }]));
}

export function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined; // it is not JSON: the caller decides what that means
  }
}

function eventsOf(value: Json): readonly string[] {
  if (isArray(value)) return value.map(messageOf);
  if (isObject(value) && isArray(value.Records)) return value.Records.map(messageOf);
  if (isObject(value) && isArray(value.events))
    return value.events.map((event) =>
      isObject(event) && typeof event.message === 'string' ? event.message : messageOf(event),
    );
  return [messageOf(value)];
}

function messageOf(value: Json): string {
  return typeof value === 'string' ? value : printJson(value);
}

/** By which a person knows the message: the event's name and caller, or its beginning. */
export function messageName(text: string): string {
  const event = jsonOf(text);
  if (isObject(event) && typeof event.eventName === 'string') {
    const source = typeof event.eventSource === 'string' ? `${event.eventSource}:` : '';
    return `${source}${event.eventName}`;
  }
  return text;
}
