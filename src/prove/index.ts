export { type CompareOptions, type Comparison, compare, type Relation } from './compare.js';
export { type Coverage, coverage, type Question, type Shape } from './coverage.js';
export type { KnownFields } from './known-fields.js';
export { DEFAULT_LIMIT, Meter } from './meter.js';
export { type Solution, type SolveOptions, solve } from './solve.js';
