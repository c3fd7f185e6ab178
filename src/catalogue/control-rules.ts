import type { Control } from './control.js';
import { mitreOf } from './mitre.js';
import { DEFAULT_MAX_ALERTS, DEFAULT_SCHEDULE } from './parse-rule.js';
import { queryOfControl } from './read-query.js';
import { aliasesOf } from './requirement.js';
import { type Guide, RISK, type Rule } from './rule.js';

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
    schedule: DEFAULT_SCHEDULE,
    maxAlerts: DEFAULT_MAX_ALERTS,
    grouping: null,
    supersedes: [],
    mayBeExcepted: true,
    falsePositives: ['A planned change by the people or the automation that make such changes here.'],
    guide: GUIDE,
    mitre: mitreOf(control.frameworks.mitre_attack ?? []),
    references: control.references,
    tags: ['CIS AWS Foundations Benchmark', ...aliasesOf(control).slice(0, 1)],
    tests: control.tests
      .filter(({ benchmark, attempts }) => benchmark === undefined && !attempts)
      .map(({ name, event, required }) => ({ name, events: [event], alerts: required ? 1 : 0 })),
    origin: { kind: 'control', file: `${control.slug}.yaml`, line: 1 },
  };
}

/** The benchmark asks that such a change be known and planned; what to look at is the same for all of them. */
const GUIDE: Guide = {
  investigation: [
    '1. Who made the call: the principal, its session, and what the session was opened from. Is it somebody who makes such changes?',
    '2. From where: the source address and the user agent. A console session of a person who otherwise deploys through a pipeline is unusual.',
    '3. Was it announced: a change request, a deployment at that time?',
    '4. What else did the principal do in the hour before and after?',
  ].join('\n'),
  response: [
    '1. Undo the change where it was not meant; the request parameters of the event name what it was.',
    '2. Where the caller is not who they should be: revoke the role’s sessions or deactivate the access key, then change the credentials.',
    '3. Look for what the change made possible: further calls by the principal, and new users, keys and policies.',
  ].join('\n'),
};
