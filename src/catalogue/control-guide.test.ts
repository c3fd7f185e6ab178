import { expect, it } from 'vitest';
import { guideOf } from './control-guide.js';
import { loadControls } from './load.js';

const { controls } = loadControls();
const guideFor = (slug: string) => guideOf(controls.find((control) => control.slug === slug)!);

it('names the calls of the control, and those of them that undo others', () => {
  const { investigation, response } = guideFor('cloudtrail-configuration-changes');
  for (const name of ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'])
    expect(investigation).toContain(`\`${name}\``);
  expect(response).toContain('`StartLogging` after `StopLogging`');
  expect(response).toContain('put back what was there before');
  // Nothing that would do harm: to stop a trail, to delete a policy that replaced another one.
  expect(response).not.toContain('`StopLogging` after');
  expect(guideFor('s3-bucket-policy-changes').response).not.toContain('`DeleteBucketPolicy` after');
});

it('does not speak of undoing what did nothing', () => {
  for (const slug of ['unauthorized-api-calls', 'console-sign-in-failures', 'console-sign-in-without-mfa'])
    expect(guideFor(slug).response, slug).not.toMatch(/undo/i);
  expect(guideFor('unauthorized-api-calls').investigation).toContain('Nothing was done');
});

it('differs from control to control, and is numbered', () => {
  const guides = controls.filter(({ isDefault }) => isDefault).map(guideOf);
  expect(new Set(guides.map(({ investigation }) => investigation)).size).toBeGreaterThan(12);
  for (const { investigation, response } of guides)
    for (const text of [investigation, response])
      expect(text.split('\n').map((line) => Number.parseInt(line, 10))).toEqual(
        text.split('\n').map((_, at) => at + 1),
      );
});
