import type { Control } from './control.js';
import { guideOf } from './control-guide.js';
import { mitreOf } from './mitre.js';
import { queryOfControl } from './read-query.js';
import { DEFAULT_MAX_ALERTS } from './read-schedule.js';
import { aliasesOf } from './requirement.js';
import { RISK, type Rule } from './rule.js';

/**
 * One rule for each control that is audited by default, from the control's own file: its events as the newest version of the benchmark
 * asks for them, its severity, and its tests. Nothing of it is written twice.
 */
export function rulesOfControls(controls: readonly Control[]): readonly Rule[] {
  return controls.filter(({ isDefault }) => isDefault).map(ruleOf);
}

function ruleOf(control: Control): Rule {
  return {
    id: control.slug,
    title: control.title,
    description: control.rationale.trim(),
    severity: control.severity,
    risk: RISK[control.severity],
    detection: { kind: 'query', query: queryOfControl(control) },
    schedule: control.schedule,
    maxAlerts: DEFAULT_MAX_ALERTS,
    grouping: control.grouping,
    supersedes: [],
    mayBeExcepted: true,
    falsePositives: ['A planned change by the people or the automation that make such changes here.'],
    guide: guideOf(control),
    mitre: mitreOf(control.frameworks.mitre_attack ?? []),
    references: control.references,
    tags: ['CIS AWS Foundations Benchmark', ...aliasesOf(control).slice(0, 1)],
    tests: control.tests
      .filter(({ benchmark, attempts }) => benchmark === undefined && !attempts)
      .map(({ name, event, required }) => ({ name, events: [event], alerts: required ? 1 : 0 })),
    origin: { kind: 'control', file: `${control.slug}.yaml`, line: 1 },
  };
}
