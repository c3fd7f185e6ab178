export * from './envelope.js';
export * from './kms-events.js';
export * from './parse.js';
export * from './pattern.js';
export * from './print.js';
export { toDraft } from './to-draft.js';
