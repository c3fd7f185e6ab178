import { DEEPEST_RECORD } from '../detect/bounded-record.js';
import { instantOf } from '../detect/instant.js';
import { isObject, type Json, printJson } from '../predicate/json.js';
import { DEEPEST, depthOf } from './depth-of.js';
import { ENDS_INSIDE, type Engine, type Finds, type KnownRecord } from './engine.js';
import { startsAsGzip } from './gzip-header.js';
import type { EarlyMatches, ProblemCode, ScanProblem } from './item.js';
import { contentOf, type Judge, seenIn } from './judge.js';
import { closedBy, openedList, type Span } from './large-document.js';
import { beginsAsEvent } from './native.js';
import { notJudged } from './not-judged.js';
import { isOther } from './others.js';
import { type Parsed, parsed } from './parsed.js';
import type { Match, Part } from './part.js';
import { recover } from './recover.js';
import { textOf } from './text-of.js';
import { isEvent, unwrap } from './unwrap.js';

/** A part is handed over when its texts are this long: what waits for the consumer stays small. */
const FULL = 256 << 10;
const MOST_MATCHES = 2048;
/** Of each code: many of one do not hide another. */
const MOST_PROBLEMS = 100;

/** Parses and judges what an engine finds in an item, and hands over the matches in parts. */
export class Collector implements Finds {
  readonly #judge: Judge;
  readonly #emit: (part: Part) => void;
  readonly #staysHere: boolean;
  /** Matches go as they were read: only in the first part of an item, because parts may have to wait, and texts take less memory. */
  #goesAsRead = false;
  #name = '';
  #texts = Buffer.allocUnsafe(4096);
  #used = 0;
  #matches: Match[] = [];
  #problems: ScanProblem[] = [];
  readonly #problemCounts = new Map<ProblemCode, number>();
  #early: EarlyMatches | undefined;
  #first: Json | undefined;
  /** The first and the last event that CloudTrail wrote, of those that were looked at. */
  #firstEvent: Json | undefined;
  #lastEvent: Json | undefined;
  #sent = { read: 0, inflated: 0, events: 0 };
  #engine: Engine | undefined;
  #read = 0;
  /** Records before it have been judged: by an engine that failed later. */
  #judgedTo = 0;
  /** Where a gap was given up. */
  #gapTo = -1;
  /** The item holds gzip within gzip. */
  isPackedTwice = false;
  /** Records in which no event is found, and where the first one is. */
  #foreign = 0;
  #firstForeign = 0;
  /** What is still to close the list of a large document whose elements are read: nothing behind it. Null: there was none. */
  #closers: string | null = null;
  /** Of records that do not begin as events do, what they carry is counted, and not they. */
  #more = 0;
  /** Short records that are no events, carry none and match nothing, and whether each is foreign: a file may hold millions of one. */
  readonly #idle = new Map<string, boolean>();

  /** `staysHere`: what is found goes to no other thread. */
  constructor(judge: Judge, emit: (part: Part) => void, staysHere: boolean) {
    this.#judge = judge;
    this.#emit = emit;
    this.#staysHere = staysHere;
  }

  begin(name: string): void {
    this.#name = name;
    this.#matches = [];
    this.#problems = [];
    this.#problemCounts.clear();
    this.#judgedTo = this.#read = 0;
    this.#gapTo = -1;
    this.isPackedTwice = false;
    this.#goesAsRead = this.#staysHere;
    this.#foreign = this.#more = 0;
    this.#closers = null;
    this.#first = this.#firstEvent = this.#lastEvent = this.#engine = this.#early = undefined;
    this.#sent = { read: 0, inflated: 0, events: 0 };
  }

  /** From now on this engine's numbers count. What another one found before stays found, and is not found twice. */
  use(engine: Engine): void {
    this.#engine = engine;
    this.#read = 0;
    this.#closers = null;
    this.#problems = [];
    this.#problemCounts.clear();
    this.#foreign = this.#more = 0;
  }

  read(bytes: number): void {
    this.#read += bytes;
  }

  record(bytes: Buffer, start: number, end: number, offset: number, known?: KnownRecord): void {
    if (offset < this.#judgedTo) return;
    this.#judgedTo = offset + 1;
    const text = textOf(bytes, start, end);
    if (known?.isNative === false && this.#isIdle(text, offset)) return;
    const record = parsed(text, known?.isPlain);
    if (record === undefined) {
      this.problem('not-json', offset, 'a record that is no JSON');
      this.#more--;
      this.#recover(bytes, start, end, offset);
    } else {
      const isNative = known?.isNative ?? beginsAsEvent(bytes, start, end);
      if (!isNative) this.#more--;
      this.#take(record.value, offset, { ...record, text, isNative, bytes, start, end });
    }
  }

  gap(bytes: Buffer, start: number, end: number, offset: number, why: 'end' | 'size'): number {
    if (why === 'size') {
      // One that goes on where the last one was given up is the same: it has been told.
      if (offset !== this.#gapTo) this.problem('too-large', offset, 'text that is no JSON, and too large to be held');
      this.#gapTo = offset + end - start;
      return this.#recover(bytes, start, end, offset);
    }
    if (offset < this.#judgedTo) return -1;
    if (this.#closers !== null) {
      const left = closedBy(bytes.toString('latin1', start, end), this.#closers);
      if (left !== null) {
        this.#closers = left;
        return -1;
      }
      this.#closers = null;
    }
    if (offset === 0 && startsAsGzip(bytes.subarray(start, end))) {
      this.isPackedTwice = true;
      this.problem('unsupported', 0, 'gzip within gzip is not read here; decompress it once with `gunzip`');
      return -1;
    }
    const text = trimmed(textOf(bytes, start, end));
    if (LOG_PREFIX.test(text)) return -1;
    // Events may be strings. Most other texts are told from them by how they begin.
    const values = text.startsWith('"') ? parsed(`[${text}]`)?.value : undefined;
    if (Array.isArray(values)) {
      for (const value of values) if (typeof value === 'string') this.#take(value, offset);
      return -1;
    }
    this.problem('not-json', offset, 'text that is no JSON');
    return this.#recover(bytes, start, end, offset);
  }

  unclosed(bytes: Buffer, start: number, end: number, offset: number, why: 'end' | 'size'): number {
    const next = why === 'size' ? this.#openList(bytes, start, end, offset) : -1;
    if (next >= 0) return next;
    if (why === 'size') this.problem('too-large', offset, 'a record that is too large to be held');
    else this.problem('truncated', offset, 'a record that does not end');
    return this.#recover(bytes, start, end, offset);
  }

  last(bytes: Buffer, start: number, end: number): void {
    const record = parsed(textOf(bytes, start, end), true); // its numbers are not asked for
    if (record !== undefined) this.#lastEvent = unwrap(record.value).events.findLast(isEvent) ?? this.#lastEvent;
  }

  problem(code: ProblemCode, offset: number, reason: string): void {
    const count = (this.#problemCounts.get(code) ?? 0) + 1;
    this.#problemCounts.set(code, count);
    if (count > MOST_PROBLEMS + 1) return;
    const more = count > MOST_PROBLEMS ? '; further problems of this kind are not listed' : '';
    this.#problems.push({ file: this.#name, offset, code, reason: `${reason}${more}` });
  }

  end(): void {
    if (this.#closers) this.problem('truncated', this.#engine?.inflated ?? 0, ENDS_INSIDE);
    if (this.#foreign > 0) this.problem('no-events', this.#firstForeign, foreignWords(this.#foreign));
    // Amid events it would not be looked at; where it comes first, and no event after it, the file is no log. Of broken ones that is said.
    else if (
      this.#problemCounts.size === 0 &&
      this.#content() === 'foreign' &&
      isObject(this.#first) &&
      !isOther(this.#first)
    )
      this.problem('no-events', 0, NO_EVENTS);
    this.#flush(true);
  }

  /** Of a large document whose bulk is a list of what carries events, each element is a record from there on. */
  #openList(bytes: Buffer, start: number, end: number, offset: number): number {
    const list = openedList(bytes.toString('latin1', start, end));
    if (list === null) return -1;
    const { elements } = list;
    const inside = ({ at, length }: Span) => parsed(textOf(bytes, start + at, start + at + length))?.value;
    if (elements.length > 0 && elements.every((span) => unwrap(inside(span) ?? null, true, false).genuine === 0))
      return -1;
    this.#closers = list.closers + (this.#closers ?? '');
    for (const span of elements) this.#takeWithin(span, bytes, start, offset);
    return start + list.next;
  }

  #recover(bytes: Buffer, start: number, end: number, offset: number): number {
    // One character for each byte, so that places in the text are places in the bytes.
    const { found, open, complete } = recover(bytes.toString('latin1', start, end));
    for (const span of found) this.#takeWithin(span, bytes, start, offset);
    if (!complete) this.problem('not-json', offset, 'so much of it is broken that records in it may be missed');
    return open < 0 ? -1 : start + open;
  }

  /** A part of what the engine has handed over as one, and has not counted. */
  #takeWithin({ at, length }: Span, bytes: Buffer, from: number, offset: number): void {
    if (offset + at < this.#judgedTo) return;
    this.#judgedTo = offset + at + 1;
    const place = { bytes, start: from + at, end: from + at + length };
    const text = textOf(bytes, place.start, place.end);
    const record = parsed(text);
    if (record === undefined) return;
    const isNative = beginsAsEvent(bytes, place.start, place.end);
    if (isNative) this.#more++;
    this.#take(record.value, offset + at, { ...record, text, isNative, ...place });
  }

  /** Of a record that is an event itself the bytes are kept, otherwise the event is printed. */
  #take(value: Json, offset: number, record?: Written): void {
    // Others that begin so are looked at only when they hold a literal: nothing may hang on what only these are asked.
    const isNative = record?.isNative === true;
    const { events, genuine, foreign, broken } = unwrap(value, !isNative, !this.#closers);
    if (broken > 0) this.problem('not-json', offset, 'an event inside a string that is no JSON');
    if (!isNative) {
      this.#more += genuine;
      this.#addForeign(foreign, offset);
    }
    this.#first ??= events[0] ?? value;
    let isIdle = !isNative && !this.#closers && genuine === 0 && broken === 0 && foreign < 2;
    this.#firstEvent ??= events.find(isEvent);
    this.#lastEvent = events.findLast(isEvent) ?? this.#lastEvent;
    for (const event of events) {
      try {
        const rules = this.#judge(event);
        isIdle &&= rules.length === 0 && !isEvent(event);
        if (rules === 'early') {
          this.#noteEarly(event);
          continue;
        }
        if (rules.length === 0) continue;
        if (event === value && record !== undefined) this.#keep(rules, offset, record);
        else {
          const text = printJson(event);
          const bytes = Buffer.from(text);
          const written = { value: event, text, bytes, start: 0, end: bytes.length, isUsual: false, isPlain: false };
          this.#keep(rules, offset, written);
        }
      } catch (error) {
        isIdle = false;
        // Whatever one record brings about, the others are read. A RangeError: the stack has come to its end.
        if (error instanceof RangeError) this.problem('not-json', offset, TOO_DEEP);
        else this.problem('not-judged', offset, notJudged(error));
      }
    }
    if (isIdle && record && record.text.length <= LONGEST_IDLE && this.#idle.size < MOST_IDLE)
      this.#idle.set(record.text, foreign > 0);
  }

  /** Has the same text been found to hold nothing? The first record of an item is looked at: it says what the item is. */
  #isIdle(text: string, offset: number): boolean {
    if (this.#first === undefined || this.#closers || text.length > LONGEST_IDLE) return false;
    const isForeign = this.#idle.get(text);
    if (isForeign === undefined) return false;
    this.#more--;
    this.#addForeign(isForeign ? 1 : 0, offset);
    return true;
  }

  #addForeign(count: number, offset: number): void {
    if (count > 0 && this.#foreign === 0) this.#firstForeign = offset;
    this.#foreign += count;
  }

  #noteEarly(event: Json): void {
    const time = (isObject(event) ? instantOf(event.eventTime) : null) ?? Number.POSITIVE_INFINITY;
    const { count, first } = this.#early ?? { count: 0, first: time };
    this.#early = { count: count + 1, first: Math.min(first, time) };
  }

  #keep(rules: readonly number[], offset: number, record: Omit<Written, 'isNative'>): void {
    const { value: event, text, bytes, start, end, isUsual } = record;
    const depth = record.isPlain ? 0 : depthOf(bytes, start, end);
    if (depth > DEEPEST) {
      this.problem('not-json', offset, TOO_DEEP);
      return;
    }
    const length = end - start;
    const match = { rules, offset, at: this.#used, length, isPlain: isUsual && depth <= DEEPEST_RECORD };
    if (this.#goesAsRead) this.#matches.push({ ...match, read: { event, text } });
    else {
      this.#makeRoom(length);
      bytes.copy(this.#texts, this.#used, start, end);
      this.#matches.push(match);
    }
    this.#used += length;
    if (this.#used > FULL || this.#matches.length >= MOST_MATCHES) this.#flush(false);
  }

  #makeRoom(length: number): void {
    if (this.#used + length <= this.#texts.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#texts.length * 2, this.#used + length));
    this.#texts.copy(larger, 0, 0, this.#used);
    this.#texts = larger;
  }

  /** As the first record says; where that is something else, any event makes it a log. */
  #content(): NonNullable<Part['content']> {
    if (this.#first === undefined) return 'empty';
    if (contentOf(this.#first) !== 'events') return contentOf(this.#first);
    return this.#firstEvent === undefined && this.#lastEvent === undefined ? 'foreign' : 'events';
  }

  #flush(complete: boolean): void {
    const inflated = this.#engine?.inflated ?? 0;
    const events = (this.#engine?.events ?? 0) + this.#more;
    this.#emit({
      name: this.#name,
      complete,
      bytesRead: this.#read - this.#sent.read,
      bytesInflated: inflated - this.#sent.inflated,
      events: events - this.#sent.events,
      problems: this.#problems,
      ...(this.#early && { early: this.#early }),
      ...(complete && {
        content: this.#content(),
        ...(this.#firstEvent !== undefined && { first: seenIn(this.#firstEvent) }),
        ...(this.#lastEvent !== undefined && { last: seenIn(this.#lastEvent) }),
      }),
      texts: this.#goesAsRead ? NO_TEXTS : Uint8Array.prototype.slice.call(this.#texts, 0, this.#used),
      matches: this.#matches,
    });
    this.#sent = { read: this.#read, inflated, events };
    this.#matches = [];
    this.#problems = [];
    this.#early = undefined;
    this.#used = 0;
    this.#goesAsRead = false;
  }
}

/** What `aws logs tail` and exports write before an event: a time, perhaps a stream's name. */
const LOG_PREFIX = /^(?:\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)(?:\s+\S+)?)?$/;

function foreignWords(count: number): string {
  return count === 1
    ? 'JSON that is no event of CloudTrail, and in which none is found'
    : `the first of ${count} records that are no events of CloudTrail, and in which none is found`;
}

const NO_EVENTS = 'what begins as events of CloudTrail do, without the name or the source of a call';

/** Characters. */
const LONGEST_IDLE = 512;
const MOST_IDLE = 1000;

const NO_TEXTS = new Uint8Array(0);

const TOO_DEEP = 'a record that is nested too deeply';

/** Without blanks, commas and a byte order mark around it. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && (text[start] === ',' || text[start]!.trim() === '')) start++;
  while (end > start && (text[end - 1] === ',' || text[end - 1]!.trim() === '')) end--;
  return text.slice(start, end);
}

/** A record that stands in these bytes; `isNative`: it begins as an event does. */
interface Written extends Parsed {
  readonly text: string;
  readonly isNative: boolean;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}
