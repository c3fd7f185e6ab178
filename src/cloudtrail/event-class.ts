/** One class of events: a name of one service's, or (null) any. */
export interface EventClass {
  readonly eventSource: string | null;
  readonly eventName: string | null;
}

/** `kms.amazonaws.com:DisableKey`; `*` for any. */
export function printEventClass(event: EventClass): string {
  return `${event.eventSource ?? '*'}:${event.eventName ?? '*'}`;
}

/** Reads what `printEventClass` prints; null when the text is not of that form. */
export function parseEventClass(text: string): EventClass | null {
  const parts = text.split(':');
  if (parts.length !== 2 || parts.some((part) => !/^(?:\*|[A-Za-z0-9][A-Za-z0-9.-]*)$/.test(part))) return null;
  const [source, name] = parts as [string, string];
  return { eventSource: source === '*' ? null : source, eventName: name === '*' ? null : name };
}
