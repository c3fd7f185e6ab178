import type { Control } from '../catalogue/control.js';
import { requiredEvents } from '../catalogue/requirement.js';
import { eventDraft, MAX_PATTERN_LENGTH, parse, print } from '../languages/cloudwatch/index.js';
import { bound } from '../predicate/bound.js';
import { isTrue } from '../predicate/fold.js';
import type { Draft } from '../predicate/predicate.js';
import { compare } from '../prove/index.js';
import { covers, letsPass, type Open } from './proof.js';
import type { Task } from './task.js';

export interface Extended {
  readonly pattern: string;
  /** What it did not match before: names of API calls, or classes of events (`*:*`). */
  readonly events: readonly string[];
}

/**
 * The pattern, so that it matches what is open as well and loses nothing that it matches; null where that cannot be proved, where it
 * would be too long, and where the filter is another control's own.
 */
export function extended(task: Task, pattern: string, control: Control, open: readonly Open[]): Extended | null {
  const old = eventDraft(pattern);
  if (!old.ok || old.pattern.kind !== 'json' || servesAnother(task, pattern, control)) return null;
  const { account } = task.account;
  const missing = open.filter((one) => !letsPass(old.draft, [one], account));
  for (const addition of additions(task, control, missing)) {
    const text = fitting(`{ (${inner(pattern)}) || (${addition}) }`);
    const made = text === null ? null : eventDraft(text);
    if (text !== null && made?.ok && letsPass(made.draft, open, account) && losesNothing(old.draft, made.draft))
      return { pattern: text, events: [...new Set(missing.map(({ question }) => callIn(question.event)))] };
  }
  return null;
}

/** `DisableKey` of `kms.amazonaws.com:DisableKey`; the whole class where it names no call. */
function callIn(event: string): string {
  const call = event.slice(event.indexOf(':') + 1);
  return call === '*' ? event : call;
}

/** The names that are missing, where names say it all; else the whole pattern of the control. */
function additions(task: Task, control: Control, missing: readonly Open[]): readonly string[] {
  const { benchmark, includeAttempts } = task;
  const required = requiredEvents(control, { benchmark, includeAttempts });
  const names = new Set(missing.map(({ question }) => question.event));
  const events = required.filter(({ event }) => names.has(event));
  const sources = [...new Set(events.map(({ eventSource }) => eventSource))];
  const [source] = sources;
  const isNamed = events.every(({ eventName, where }) => eventName !== null && isTrue(where));
  const whole = inner(control.canonicalPattern);
  if (!isNamed || sources.length !== 1 || source === null || source === undefined) return [whole];
  const tests = events.map(({ eventName }) => `($.eventName = "${eventName}")`);
  const named = `($.eventSource = "${source}") && ${tests.length === 1 ? tests[0] : `(${tests.join(' || ')})`}`;
  return [named, whole];
}

/** Without the braces. */
function inner(pattern: string): string {
  return pattern.trim().slice(1, -1).trim();
}

/** As it was written where there is room, else without the blanks that say nothing. */
function fitting(text: string): string | null {
  if (text.length <= MAX_PATTERN_LENGTH) return text;
  const parsed = parse(text);
  const short = parsed.ok ? print(parsed.pattern) : null;
  return short !== null && short.length <= MAX_PATTERN_LENGTH ? short : null;
}

/** On either reading of what is in doubt, the new one holds whatever the old one does. */
function losesNothing(old: Draft, made: Draft): boolean {
  return (['must', 'may'] as const).every((side) => {
    const { relation } = compare(bound(made, side), bound(old, side));
    return relation === 'wider' || relation === 'equal';
  });
}

/** A filter that proves another control alone is that control's: its alarm says so. */
function servesAnother(task: Task, pattern: string, control: Control): boolean {
  return task.catalogue.some((other) => other.slug !== control.slug && covers(task, pattern, other));
}
