export * from './item.js';
export * from './plan.js';
export * from './scan-items.js';
