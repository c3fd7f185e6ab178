import { expect, test } from 'vitest';
import { planNotes } from './notes.js';
import { planOf, WORDS, wholeChain } from './plan.case.js';

test('only the controls that the plan is for are listed', () => {
  const plan = planOf(wholeChain(WORDS));
  const [own] = plan.controls;
  const other = { control: 'vpc-changes', before: 'proved', after: 'proved' } as const;
  const text = planNotes({ ...plan, controls: [...plan.controls, other] }).join('\n');
  expect(text).toContain(`${own?.control}: ${own?.before} before`);
  expect(text).not.toContain('vpc-changes');
});
