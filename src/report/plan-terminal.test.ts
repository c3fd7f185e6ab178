import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, Plan } from '../change/change.js';
import { step } from '../change/step.js';
import { displayWidth } from './columns.js';
import { type PlanReportOptions, renderPlan } from './plan-terminal.js';

const OPTIONS: PlanReportOptions = {
  width: 80,
  colour: false,
  verbose: false,
  owners: { kind: 'read', unread: [] },
  alias: null,
  narrowedTo: null,
};

/** A plan in which every text that others choose is this one. */
function planWith(name: string): Plan {
  const change: Change = {
    id: name,
    title: `put the filter \`${name}\``,
    link: { kind: 'metric-filter', id: name },
    controls: [name],
    risk: 'changes',
    warning: name,
    cost: { usdPerMonth: 0.3, because: name },
    owner: `the CloudFormation stack \`${name}\``,
    step: step('logs:PutMetricFilter', 'eu-west-1', {
      logGroupName: name,
      filterName: name,
      filterPattern: name,
      metricTransformations: [{ metricName: name, metricNamespace: name, metricValue: '1' }],
    }),
    undo: [step('logs:DeleteMetricFilter', 'eu-west-1', { logGroupName: name, filterName: name })],
    notUndone: name,
  };
  return {
    schema: 'trailproof/plan/1',
    tool: { name: 'trailproof', version: '0.0.0' },
    generatedAt: '2026-11-21T09:12:00.000Z',
    account: '111122223333',
    partition: 'aws',
    digest: '',
    benchmark: 'cis-7.0',
    controls: [
      { control: name, before: 'broken', after: 'proved' },
      { control: 'b', before: 'unknown', after: 'unknown' },
      { control: 'c', before: 'proved', after: 'proved' },
    ],
    changes: [change, { ...change, id: 'other', cost: { usdPerMonth: null, because: 'it depends' } }],
    remains: [{ controls: [name], code: 'confirm-email', message: name, help: name }],
  };
}

test('each change says what it mends, its risk, its cost, its owner and its undo; each control what becomes of it', () => {
  const text = renderPlan(planWith('f'), OPTIONS);
  expect(text).toMatch(/^✗ broken {2}→ ✓ proved {3}f · see what remains$/m);
  expect(text).toMatch(/^\? unknown → \? unknown {2}b$/m);
  expect(text).toMatch(/^✓ proved already {2}c$/m);
  expect(text).toMatch(/^── 2 changes ──/m);
  expect(text).toMatch(/^ {3}changes +the metric filter f · eu-west-1$/m);
  expect(text).toMatch(/^ {3}warning +F\.?$/im);
  expect(text).toMatch(/^ {3}owner +the CloudFormation stack `f`$/m);
  expect(text).toMatch(/^ {3}cost +about 0\.30 USD a month: f$/m);
  expect(text).toMatch(/^ {3}undo +logs:DeleteMetricFilter; but f$/m);
  expect(text).toContain('Together about 0.30 USD a month, and what depends on the traffic.');
  expect(text).toMatch(/^── what remains ──/m);
});

test('what it costs is said once', () => {
  const plan = planWith('f');
  const [change] = plan.changes;
  const costing = (...prices: readonly (number | null)[]) =>
    renderPlan(
      { ...plan, changes: prices.map((usdPerMonth) => ({ ...change!, cost: { usdPerMonth, because: 'x' } })) },
      OPTIONS,
    );
  expect(costing(0, 0)).toContain('It costs nothing more.');
  expect(costing(0, null)).toContain('What it costs depends on the traffic.');
  expect(costing(0.3)).not.toContain('Together');
  expect(costing(0.3, 0.1)).toContain('Together about 0.40 USD a month.');
});

test('what cannot be undone says so', () => {
  const plan = planWith('f');
  const [change] = plan.changes;
  const text = renderPlan({ ...plan, changes: [{ ...change!, undo: [] }] }, OPTIONS);
  expect(text).toMatch(/^ {3}undo +none: f$/m);
});

test('owners that are not known are said once', () => {
  const unread = [{ arn: 'arn:aws:sns:eu-west-1:111122223333:t', permission: 'sns:ListTagsForResource' }];
  expect(renderPlan(planWith('f'), { ...OPTIONS, owners: { kind: 'read', unread } })).toContain(
    'Who owns t is not known: the tags could not be read (sns:ListTagsForResource).',
  );
  expect(renderPlan(planWith('f'), { ...OPTIONS, owners: { kind: 'not-read' } })).toContain('A snapshot holds no tags');
});

test('verbose shows each call as it is sent', () => {
  expect(renderPlan(planWith('f'), { ...OPTIONS, verbose: true })).toMatch(
    /metricTransformations \[\{"metricName":"f"/,
  );
});

describe('names of the account', () => {
  test('reach the page neither as a control character nor beyond its width', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom(60, 80, 133),
        fc.boolean(),
        (name, width, verbose) => {
          const unread = [{ arn: `arn:aws:sns:r:1:${name}`, permission: name }];
          const text = renderPlan(planWith(name), {
            ...OPTIONS,
            width,
            verbose,
            alias: name,
            narrowedTo: [name],
            owners: { kind: 'read', unread },
          });
          expect(text).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
          for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 300 },
    );
  });
});
