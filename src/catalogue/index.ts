export * from './benchmark.js';
export * from './control.js';
export * from './load.js';
export { nearest } from './nearest.js';
export { parseBenchmark } from './parse-benchmark.js';
export { type Parsed, parseControl } from './parse-control.js';
export * from './problem.js';
export * from './requirement.js';
export * from './select.js';
