import { describe, expect, it } from 'vitest';
import { toDraft } from './draft.js';
import { eventDraft } from './event-draft.js';
import { parse } from './parse.js';

describe('eventDraft', () => {
  it('is what the text means of an event, and the same object for the same text', () => {
    const text = '{ $.eventName = DisableKey }';
    const made = eventDraft(text);
    const parsed = parse(text);
    expect(made.ok && made.draft).toEqual(parsed.ok && toDraft(parsed.pattern, 'event'));
    expect(eventDraft(text)).toBe(made);
    expect(eventDraft('{ $.eventName = DisableKey  }')).not.toBe(made);
  });

  it('refuses what the parser refuses', () => {
    const made = eventDraft('{ $.eventName = }');
    expect(made.ok).toBe(false);
    expect(made).toEqual(parse('{ $.eventName = }'));
  });

  it('forgets, and then makes the same again', () => {
    const text = '{ $.eventName = ScheduleKeyDeletion }';
    const before = eventDraft(text);
    for (let i = 0; i < 1_000; i++) eventDraft(`{ $.eventName = Event${i} }`);
    expect(eventDraft(text)).not.toBe(before);
    expect(eventDraft(text)).toEqual(before);
  });
});
