import { expect, it } from 'vitest';
import { loadControls, loadRules } from '../catalogue/index.js';
import { testRule } from './test-rule.js';

const { rules } = loadRules({ controls: loadControls().controls });

it.each(rules.map((rule) => [rule.id, rule] as const))('%s raises what its own tests expect', (_, rule) => {
  expect(rule.tests.length).toBeGreaterThan(1);
  expect(testRule(rule).map(({ name, got }) => [name, got])).toEqual(
    rule.tests.map(({ name, alerts }) => [name, alerts]),
  );
});
