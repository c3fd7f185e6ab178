export { toDraft } from './draft.js';
export { type EventDraft, eventDraft } from './event-draft.js';
export { explain } from './explain.js';
export { matchEvent } from './match-event.js';
export { type MessageMatch, matchMessage } from './match-message.js';
export { type MessageFields, messageFields } from './message-fields.js';
export { parse } from './parse.js';
export * from './pattern.js';
export { print } from './print.js';
