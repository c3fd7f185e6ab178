export * from './filter-policy.js';
