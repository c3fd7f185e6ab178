import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deriveDetection } from '../cloudtrail/detection-fields.js';
import { compile } from '../predicate/match.js';
import { BUILT_IN_RULES, lintRules, loadControls, loadRules, parseRuleFile } from './index.js';

const { controls } = loadControls();
const { rules, problems, notes, exceptions } = loadRules({ controls });

const PACK = [
  'alarm-muted',
  'alarm-overwritten',
  'alarm-silenced',
  'alarm-state-set',
  'event-rule-changed',
  'kms-custom-key-store-disconnected',
  'kms-imported-key-material-deleted',
  'kms-key-deleted',
  'kms-key-deletion-scheduled',
  'kms-key-deletion-shortest-window',
  'kms-key-disabled',
  'kms-key-disabled-then-scheduled',
  'kms-key-loss-denied',
  'kms-key-pending-deletion-used',
  'kms-key-policy-changed-while-pending',
  'kms-key-policy-perhaps-without-administrator',
  'kms-key-policy-without-administrator',
  'kms-keys-lost-in-burst',
  'log-group-deleted',
  'metric-filter-changed',
  'metric-filter-deleted',
  'subscription-removed',
  'topic-deleted-or-opened',
  'trail-changed',
  'trail-logging-stopped',
];

describe('the rules that come with the program', () => {
  it('all load, and nothing in them is probably not meant', () => {
    expect(problems).toEqual([]);
    expect(notes).toEqual([]);
    expect(exceptions).toEqual([]);
    expect(lintRules(rules)).toEqual([]);
  });

  const files = readdirSync(BUILT_IN_RULES);
  it.each(files)('%s is named after its rule', (name) => {
    const file = `${BUILT_IN_RULES}/${name}`;
    const [rule] = parseRuleFile(readFileSync(file, 'utf8'), file, { controls }).rules;
    expect(`${rule?.id}.yaml`).toBe(name);
    expect(rule!.mitre.length).toBeGreaterThan(0);
    expect(rule!.references.length).toBeGreaterThan(0);
    expect(rule!.falsePositives.length).toBeGreaterThan(0);
  });

  it('one for each of the benchmark’s controls', () => {
    const own = rules.filter(({ origin }) => origin.kind === 'control');
    expect(own.map(({ id }) => id)).toEqual(controls.filter(({ isDefault }) => isDefault).map(({ slug }) => slug));
    expect(own.length).toBe(15);
  });

  it('are these and the controls’, and no others', () => {
    const own = rules.filter(({ origin }) => origin.kind !== 'control').map(({ id }) => id);
    expect(own.sort()).toEqual(PACK);
    expect(rules.length).toBe(PACK.length + 15);
  });

  it('every technique is of a tactic that is known by name', () => {
    for (const { id, mitre } of rules)
      for (const { tactic, techniques } of mitre) {
        expect(tactic.name, id).not.toBe('');
        for (const technique of techniques) expect(technique.name, id).not.toBe(technique.id);
      }
  });

  /** What `detect` runs with correlations and all; here the single events of plain queries. */
  it.each(rules.filter(({ detection }) => detection.kind === 'query').map((rule) => [rule.id, rule] as const))(
    '%s matches the events of its tests',
    (_, { detection, tests }) => {
      if (detection.kind !== 'query') throw new Error('filtered above');
      const match = compile(detection.query.predicate, deriveDetection);
      expect(tests.length).toBeGreaterThan(1);
      for (const { name, events, alerts } of tests)
        if (events.length === 1) expect(match(events[0]!), name).toBe(alerts === 1);
    },
  );
});

describe('a rule that has a deadline', () => {
  it('cannot be excepted', () => {
    const deadlines = rules.filter(({ mayBeExcepted }) => !mayBeExcepted).map(({ id }) => id);
    expect(deadlines).toContain('kms-key-deletion-scheduled');
  });
});
