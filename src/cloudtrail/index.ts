export { classCoverage } from './class-coverage.js';
export * from './event-class.js';
export { unknownFields } from './fields.js';
export * from './place.js';
export * from './regions.js';
export * from './shape.js';
export { shapesOf } from './shapes-of.js';
