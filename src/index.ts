/**
 * Trailproof as a library: the pure layers. Nothing here reads a clock, a network or credentials; `loadControls` and `loadRules`
 * read files. Examples, which run as tests: docs/library.md.
 */

export type { Account, Operation, Read, ReadError } from './account/account.js';
export { type LoadError, type Loaded as LoadedAccount, loadAccount } from './account/load.js';
export { digestOf, saveAccount } from './account/save.js';
export { NEWEST_BENCHMARK } from './catalogue/benchmark.js';
export type { Control, RequiredEvent } from './catalogue/control.js';
export type { Exception } from './catalogue/exception.js';
export { lintRules } from './catalogue/lint-rule.js';
export { type Loaded as LoadedControls, loadControls } from './catalogue/load.js';
export { loadRules, parseRuleFile, type RuleSources } from './catalogue/load-rules.js';
export { type ParsedExceptions, parseExceptions } from './catalogue/parse-exceptions.js';
export type { Problem } from './catalogue/problem.js';
export { type RequirementOptions, requiredEvents, requirementOf } from './catalogue/requirement.js';
export type { Detection, Rule, RuleTest, Severity } from './catalogue/rule.js';
export type { RuleFile } from './catalogue/rule-file.js';
export { type Selection, selectControls } from './catalogue/select.js';
export { type AuditInput, audit } from './chain/audit.js';
export type {
  AuditedAccount,
  AuditResult,
  BenchmarkStep,
  ControlResult,
  EventResult,
  PathLink,
  Unread,
  Verdict,
} from './chain/result.js';
export { type ApplyOptions, applyChanges, undoChanges } from './change/apply.js';
export type { Change, Plan, PlannedControl, Remainder, Risk } from './change/change.js';
export type { Beside, Emission, EmitForm, EmitOptions, EmittedFile } from './change/emit/emission.js';
export { emitters } from './change/emit/emitters.js';
export { type PlanInput, plan } from './change/plan.js';
export { type PreventAnswer, type Prevention, type PreventScope, prevent } from './change/prevent.js';
export type { Step as ChangeStep } from './change/step.js';
export type { Subscriber } from './change/task.js';
export { deriveDetection, detectionFields } from './cloudtrail/detection-fields.js';
export { ecsDocument } from './cloudtrail/ecs/index.js';
export type { EventShape } from './cloudtrail/shape.js';
export { shapesOf } from './cloudtrail/shapes-of.js';
export type { Actor, Alert, AlertKey, AlertStatus, Suppressed } from './detect/alert.js';
export { createEngine, type Engine, type EngineOptions, type EngineResult } from './detect/engine.js';
export { feed, type RuleTestResult, testRule } from './detect/test-rule.js';
export type { Key, KeyGrant, KeyState } from './keys/key.js';
export { type KeyDeed, type KeyPast, pastOf } from './keys/past.js';
export { type KeyRecovery, planRecovery, type RecoveryOptions, type RecoveryStep } from './keys/recovery.js';
export { type Reported, reportedBy } from './keys/reported.js';
export { byUrgency, daysLeft } from './keys/urgency.js';
export * as cloudwatch from './languages/cloudwatch/index.js';
export * as eventbridge from './languages/eventbridge/index.js';
export * as kql from './languages/kql/index.js';
export { bound } from './predicate/bound.js';
export { type Json, type JsonObject, parseJson, printJson } from './predicate/json.js';
export { compile, type Derive, matches } from './predicate/match.js';
export type { Doubt, Draft, Predicate, Reason, Step } from './predicate/predicate.js';
export { printPredicate } from './predicate/print.js';
export type { Text } from './predicate/text.js';
export { type CompareOptions, type Comparison, compare } from './prove/compare.js';
export { type Coverage, coverage, type Question, type Shape } from './prove/coverage.js';
export { type Solution, type SolveOptions, solve } from './prove/solve.js';
export { tool } from './version.js';
