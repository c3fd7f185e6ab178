import { isObject, type Json, parseJson } from '../predicate/json.js';
import { CliError } from './cli-error.js';
import type { Io } from './io.js';
import { memberOf, onOneLine, partsOf } from './json-parts.js';
import { readText } from './read-input.js';

/** A log message, and where it came from: `events.json, event 3`. */
export interface LogMessage {
  readonly from: string;
  readonly text: string;
}

/**
 * The events of a file, as the log messages that CloudTrail would deliver of them. The file is a JSON event, an array of
 * them, a CloudTrail file (`{"Records":[…]}`), the answer of `aws logs filter-log-events` (`{"events":[{"message"}]}`), or
 * lines, each a message (NDJSON, or any text). An event stays the text that it is, because a pattern may look at it; one that
 * spans several lines is put on one.
 */
export async function readEvents(io: Io, file: string): Promise<readonly LogMessage[]> {
  const text = (await readText(io, file)).replace(/^\uFEFF/, '');
  const name = file === '-' ? 'standard input' : file;
  if (isJson(text)) {
    refuseOwnFiles(text, name, file);
    return eventsOf(text.trim()).map((event, at, all) => ({
      from: all.length === 1 ? name : `${name}, event ${at + 1}`,
      text: event,
    }));
  }
  const lines = text.split(/\r?\n/);
  if (/^\s*[{[]\s*$/.test(lines[0] ?? ''))
    throw new CliError(`\`${name}\` begins like JSON, and is not`, 'give JSON, lines of JSON, or lines of text');
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [{ from: `${name}, line ${at + 1}`, text: line }]));
}

/** What trailproof writes itself is no event: an account tested as one would match nothing, and look like an answer. */
function refuseOwnFiles(text: string, name: string, file: string): void {
  const schema = /^"trailproof\/(\w+)\//.exec(memberOf(text, 'schema') ?? '')?.[1];
  if (schema === undefined) return;
  if (schema === 'account')
    throw new CliError(
      `\`${name}\` is the configuration of an account, as \`trailproof snapshot\` wrote it: no event is in it`,
      `judge it with \`trailproof audit --snapshot ${file}\`, or give CloudTrail events`,
    );
  throw new CliError(`\`${name}\` is what trailproof wrote, and no event`, 'give CloudTrail events');
}

/** The value of a JSON text. Undefined: it is not JSON, or nested too deeply to be read. */
export function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined; // the caller decides what that means
  }
}

/** Is the text one JSON value, of any depth? */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function eventsOf(json: string): readonly string[] {
  if (json.startsWith('[')) return partsOf(json).map(({ text }) => messageOf(text));
  const [records, events] = [memberOf(json, 'Records'), memberOf(json, 'events')];
  if (records?.startsWith('[')) return partsOf(records).map(({ text }) => messageOf(text));
  if (events?.startsWith('[')) return partsOf(events).map(({ text }) => logged(text));
  return [messageOf(json)];
}

/** The message of an event as CloudWatch Logs lists it. */
function logged(json: string): string {
  const message = memberOf(json, 'message');
  return messageOf(message?.startsWith('"') ? message : json);
}

function messageOf(json: string): string {
  return json.startsWith('"') ? (JSON.parse(json) as string) : onOneLine(json);
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
