export { type Comparison, compare, type Relation } from './compare.js';
export { coverage } from './coverage.js';
