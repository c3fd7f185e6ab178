export * from './item.js';
export { type PlannedRule, type ScanPlan, type Search, searchOf } from './plan.js';
export * from './scan-items.js';
