export * from './alert.js';
export { CONTEXT_LIMITS, type Context, type ContextLimits, createContext } from './context.js';
export { CONTEXT_REACH, type ContextNeeds, type ContextReach, contextNeeds } from './context-needs.js';
export * from './coverage.js';
export * from './engine.js';
export type { EnginePlan } from './engine-plan.js';
export { type Bound, type BoundHit, boundWords, DEFAULT_LIMITS, type Limits } from './limits.js';
export { acceptRules, feed, type RuleTestResult, testRule } from './test-rule.js';
export type { EventProblem } from './timeless.js';
