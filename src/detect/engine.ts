import type { Exception } from '../catalogue/exception.js';
import type { Problem } from '../catalogue/problem.js';
import type { Rule } from '../catalogue/rule.js';
import { undue, undueProblem } from '../catalogue/superseding.js';
import { deriveDetection, fieldValues } from '../cloudtrail/detection-fields.js';
import type { Json } from '../predicate/json.js';
import type { Derive } from '../predicate/match.js';
import type { Alert, Suppressed } from './alert.js';
import { conclude, type Identities } from './conclude.js';
import { type EnginePlan, fieldsOf, planOf, type Role } from './engine-plan.js';
import { combinations, type Entry, type FieldValues, valuesOf } from './entry.js';
import { exceptionsOf } from './exceptions.js';
import { Executions } from './executions.js';
import { gatheredFor } from './gathered.js';
import { instantOf } from './instant.js';
import { type KeyChange, type KeyStates, mergeChanges } from './key-states.js';
import { Latest } from './latest.js';
import { type BoundHit, DEFAULT_LIMITS, type Limits } from './limits.js';
import { textAt } from './member.js';
import { supersession } from './supersede.js';
import { Taken } from './taken.js';
import { Tally } from './tally.js';
import { type EventProblem, Timeless } from './timeless.js';

export interface EngineOptions {
  readonly exceptions?: readonly Exception[];
  /** ISO 8601: by it exceptions expire and days are counted. */
  readonly now: string;
  readonly limits?: Partial<Limits>;
  /** Default: those of the detection view. */
  readonly derive?: Derive;
  readonly fieldValues?: FieldValues;
}

/** An event of which some planned predicates are true. */
export interface EngineMatch {
  /** Ids of the plan. */
  readonly rules: readonly string[];
  readonly event: Json;
  /** The event as it was written, where JSON.parse reads all of it and it is nested no deeper than `DEEPEST_RECORD`. */
  readonly text?: string | null;
  readonly file?: string;
  readonly offset?: number;
}

export interface EngineResult {
  /** By time. */
  readonly alerts: readonly Alert[];
  readonly suppressed: readonly Suppressed[];
  readonly bounds: readonly BoundHit[];
  readonly problems: readonly EventProblem[];
  /** By an alert's id: for what lies around it, which leaves out its own events. */
  readonly identities: Identities;
  /** For a store, which follows the keys of its alerts from one scan to the next. */
  readonly keyStates: KeyStates;
}

export interface Engine {
  readonly plan: EnginePlan;
  /** What is wrong with the rules and exceptions together: ids that are there twice, exceptions that can never apply. */
  readonly problems: readonly Problem[];
  /** In any order, the same event any number of times: the result depends on the set of events alone. */
  take(match: EngineMatch): void;
  /** `logsFrom`: since when the logs that were read tell what happened (ISO 8601). */
  finish(told?: { readonly logsFrom?: string | null }): EngineResult;
}

/** Rules over events. Pure: events are handed in, what they raise is handed out; memory is bounded by `limits`. */
export function createEngine(given: readonly Rule[], options: EngineOptions): Engine {
  const { exceptions: expected = [], derive = deriveDetection, fieldValues: read = fieldValues } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const now = instantOf(options.now);
  if (now === null) throw new RangeError(`now is no instant: \`${options.now}\``);
  const rules = [...new Map(given.map((rule) => [rule.id, rule] as const)).values()];
  const { plan, roles } = planOf(rules);
  const exceptions = exceptionsOf(expected, rules, { now, derive, counted: limits.counted });
  const supersedes = supersession(rules);
  const tally = new Tally<number>(limits.counted);
  const executions = new Executions(rules, limits.alerts, tally, supersedes);
  const gathering = rules.filter(isGathered);
  const gathered = new Map(gathering.map((rule) => [rule.id, gatheredFor(rule, shareOf(limits, gathering))] as const));
  const fewer = Math.ceil(limits.counted / 10);
  const lostChanges = new Tally(fewer);
  const changes = new Latest<KeyChange>(limits.keyStates, mergeChanges, ({ identity }) =>
    lostChanges.add('', identity),
  );
  const timeless = new Timeless(fewer);

  const noteChange = (event: Json, { time, identity, eventId, subject }: Taken) => {
    const name = textAt(event, 'eventName');
    if (time !== null && subject !== null && name !== null) changes.add({ time, identity, eventId, name, subject });
  };

  const superiors = new Map(
    rules.map(({ id }) => [id, rules.filter((other) => supersedes(other.id, id)).length] as const),
  );
  const raiseAlone = (matched: readonly Rule[], event: Json, taken: Taken) => {
    if (matched.length === 0) return;
    const inOrder =
      matched.length === 1 ? matched : [...matched].sort((a, b) => superiors.get(a.id)! - superiors.get(b.id)!);
    executions.add(
      taken,
      inOrder.map((rule) => ({ rule, group: groupOf(rule, event, read) })),
    );
  };

  const gather = (rule: Rule, steps: readonly number[], isUntil: boolean, event: Json, taken: Taken) => {
    const { by, counted } = fieldsOf(rule.detection);
    const keys = combinations(by, event, read);
    if (keys.length === 0) return;
    const entry: Entry = {
      ...taken.occurrence,
      keys,
      values: counted.map((field) => valuesOf(field, event, read)),
      steps,
      isUntil,
      group: groupOf(rule, event, read),
    };
    gathered.get(rule.id)!.add(entry);
  };

  // The same rules hold of most events: what that means is found out once.
  const combinationsHeld = new Map<string, Held>();
  const held = (ids: readonly string[]): Held => {
    const name = ids.join('\n');
    const known = combinationsHeld.get(name);
    if (known) return known;
    const fresh = heldOf(ids.map((id) => roles.get(id)).filter((role) => role !== undefined));
    if (combinationsHeld.size < MOST_COMBINATIONS_HELD) combinationsHeld.set(name, fresh);
    return fresh;
  };

  return {
    plan,
    problems: [...repeated(given), ...undue(rules).map(undueProblem), ...exceptions.problems],
    take({ rules: ids, event, text = null, file = '', offset = 0 }) {
      const known = held(ids);
      if (known.live.length === 0 && !known.isKeyState) return;
      const taken = new Taken(event, limits.recordLength, text);
      if (known.isKeyState) noteChange(event, taken);
      const live = inForce(known.live, (rule) => exceptions.silences(rule, event, taken.identity));
      if (taken.time === null && live.length > 0) timeless.add(taken, { file, offset });
      // An alert that is expected speaks for the lesser rules all the same: they do not tell in its place what is expected.
      const expectedOf = known.live.filter((own) => own.isMatch && !isGathered(own.rule) && !live.includes(own));
      const isSpokenFor = (rule: Rule) =>
        rule.mayBeExcepted && expectedOf.some((own) => supersedes(own.rule.id, rule.id));
      raiseAlone(
        live.map(({ rule }) => rule).filter((rule) => !isGathered(rule) && !isSpokenFor(rule)),
        event,
        taken,
      );
      if (taken.time === null) {
        for (const { rule } of live)
          if (isGathered(rule) && rule.detection.kind === 'query') raiseAlone([rule], event, taken);
        return;
      }
      for (const { rule, steps, isUntil } of live) if (isGathered(rule)) gather(rule, steps, isUntil, event, taken);
    },
    finish({ logsFrom = null } = {}) {
      return {
        ...conclude(
          {
            rules,
            executions,
            gathered,
            tally,
            supersedes,
            changes,
            lostChanges,
            limits,
            now,
            logsFrom: instantOf(logsFrom),
          },
          exceptions.suppressed(),
        ),
        problems: timeless.problems(),
      };
    },
  };
}

/** Does it take several matches to know what it raises? */
const isGathered = ({ detection, grouping }: Rule): boolean =>
  detection.kind !== 'query' || (grouping !== null && grouping.within !== null);

/** What rules of several events may keep, shared out among them. */
function shareOf(limits: Limits, gathering: readonly Rule[]) {
  const terms = gathering.filter(({ detection }) => detection.kind === 'new-terms').length;
  return {
    entries: Math.max(1, Math.floor(limits.entries / Math.max(1, gathering.length - terms))),
    terms: Math.max(1, Math.floor(limits.terms / Math.max(1, terms))),
    counted: Math.max(1, Math.floor(limits.counted / 5 / Math.max(1, gathering.length))),
  };
}

const MOST_COMBINATIONS_HELD = 1_000;

/** What it means that some planned predicates hold of an event. */
interface Held {
  readonly isKeyState: boolean;
  /** By rule. */
  readonly live: readonly Live[];
}

interface Live {
  readonly rule: Rule;
  /** More than the beginning anew of a sequence. */
  readonly isMatch: boolean;
  readonly steps: readonly number[];
  readonly isUntil: boolean;
}

function heldOf(roles: readonly Role[]): Held {
  const byRule = new Map<string, { rule: Rule; isMatch: boolean; steps: number[]; isUntil: boolean }>();
  for (const role of roles) {
    if (role.kind === 'key-state') continue;
    const { rule } = role;
    const own = byRule.get(rule.id) ?? { rule, isMatch: false, steps: [], isUntil: false };
    byRule.set(rule.id, own);
    if (role.kind === 'until') own.isUntil = true;
    else own.isMatch = true;
    if (role.kind === 'step') own.steps.push(role.step);
  }
  const live = [...byRule.values()].map((own) => ({ ...own, steps: own.steps.sort((a, b) => a - b) }));
  return { isKeyState: roles.some(({ kind }) => kind === 'key-state'), live };
}

/** What is not expected. What begins a sequence anew is silenced by nothing. */
function inForce(held: readonly Live[], silences: (rule: Rule) => boolean): readonly Live[] {
  return held.flatMap((own): readonly Live[] => {
    if (!own.isMatch || !silences(own.rule)) return [own];
    return own.isUntil ? [{ ...own, isMatch: false, steps: [] }] : [];
  });
}

/** Null: the match is no group's. */
function groupOf({ grouping }: Rule, event: Json, read: FieldValues): string | null {
  if (grouping === null) return null;
  const values = grouping.by.map((field) => valuesOf(field, event, read));
  if (grouping.missing === 'apart' && values.some((own) => own.length === 0)) return null;
  return JSON.stringify(values);
}

function repeated(rules: readonly Rule[]): readonly Problem[] {
  const seen = new Set<string>();
  return rules.flatMap(({ id, origin }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = `the rule \`${id}\` is there twice, and the last one runs`;
    return [{ code: 'repeated-rule', message, file: origin.file, line: origin.line }];
  });
}
