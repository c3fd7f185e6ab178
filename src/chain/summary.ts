import { linkInWords } from './link-name.js';
import type { EventResult, PathLink, Verdict } from './result.js';

/** One sentence on a control: what was proved, or which event would not be told and where it stops. */
export function summaryOf(
  verdict: Verdict,
  events: readonly EventResult[],
  regions: string,
  blindSpots: readonly string[],
): string {
  switch (verdict) {
    case 'proved':
      return provedSummary(events, regions) + except(blindSpots);
    case 'broken':
      return brokenSummary(events);
    case 'unknown':
      return unknownSummary(events);
  }
}

function provedSummary(events: readonly EventResult[], regions: string): string {
  const who = events.every((event) => event.end === 'person') ? 'a person' : 'a subscriber (a machine)';
  const all = events.length === 2 ? 'both' : `all ${events.length}`;
  const what = events.length === 1 ? 'the event reaches' : `${all} events reach`;
  return `${what} ${who} from ${regions}${within(events)}`;
}

/** A key on which the path depends cannot report its own loss. */
function except(blindSpots: readonly string[]): string {
  if (blindSpots.length === 0) return '';
  return blindSpots.length === 1
    ? '; not the loss of the key on which the path itself depends'
    : `; not the loss of the ${blindSpots.length} keys on which the path itself depends`;
}

function within(events: readonly EventResult[]): string {
  const seconds = events.map((event) => event.notifiedWithinSeconds);
  if (seconds.some((one) => one === null)) return '';
  return `, typically within ${minutes(Math.max(...seconds.map((one) => one ?? 0)))}`;
}

/** `10 minutes`, `90 seconds`. */
export function minutes(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const whole = Math.ceil(seconds / 60);
  return whole < 120 ? `${whole} minutes` : `${Math.ceil(whole / 60)} hours`;
}

function brokenSummary(events: readonly EventResult[]): string {
  const broken = events.filter((event) => event.verdict === 'broken');
  const first = broken[0]!;
  const stop = stopOf(first) + besides(first);
  if (broken.length === events.length && events.length > 2)
    return `none of the ${events.length} events is reported: ${stop}`;
  const names = listOf(broken.map((event) => shortName(event.event)));
  return `${names} ${broken.length === 1 ? 'is' : 'are'} not reported: ${stop}`;
}

/** What is given the event and was not read. */
function besides({ mayTell = [] }: EventResult): string {
  if (mayTell.length === 0) return '';
  return `; ${mayTell.join(' and ')} may tell somebody, and ${mayTell.length === 1 ? 'was' : 'were'} not read`;
}

function unknownSummary(events: readonly EventResult[]): string {
  const open = events.filter((event) => event.verdict === 'unknown');
  const reason = open[0]?.reasons[0] ?? stopOf(open[0]!);
  const names = open.length === events.length ? allOf(events) : listOf(open.map((event) => shortName(event.event)));
  return `it cannot be decided whether ${names} ${open.length === 1 ? 'is' : 'are'} reported: ${reason}`;
}

function allOf(events: readonly EventResult[]): string {
  return events.length <= 2 ? listOf(events.map((event) => shortName(event.event))) : `all ${events.length} events`;
}

function stopOf(event: EventResult): string {
  const stop = breakOf(event.path);
  if (!stop) return 'no trail and no EventBridge rule sees it';
  // What is missing or was not read has no name, and its reason says what it is.
  if (stop.id.startsWith('(none') || stop.id === '(not read)') return stop.reason;
  return `${linkInWords(stop)}: ${stop.reason}`;
}

/** The first link that does not let the event pass; of an unknown path, the first that may not. */
export function breakOf(path: readonly PathLink[]): PathLink | undefined {
  return path.find((link) => link.holds === false) ?? path.find((link) => link.holds === null);
}

function shortName(event: string): string {
  const name = event.slice(event.indexOf(':') + 1);
  return name === '*' ? 'such an event' : name;
}

function listOf(names: readonly string[]): string {
  const unique = [...new Set(names)];
  if (unique.length > 3) return `${unique.slice(0, 2).join(', ')} and ${unique.length - 2} more`;
  return unique.length < 2 ? (unique[0] ?? '') : `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}`;
}
