export * from './automaton.js';
export * from './bound.js';
export * from './fold.js';
export * from './json.js';
export * from './match.js';
export * from './predicate.js';
export * from './print.js';
export * from './text.js';
export { globPieces, textTest, wordsOf } from './text-test.js';
