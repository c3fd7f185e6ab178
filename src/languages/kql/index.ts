export { editDistance } from './edit-distance.js';
export { explain } from './explain.js';
export * from './field.js';
export { parse } from './parse.js';
export { print } from './print.js';
export * from './query.js';
export { type Drafted, type DraftOptions, toDraft } from './to-draft.js';
