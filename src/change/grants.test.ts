import { describe, expect, it } from 'vitest';
import { grantsOfAnyPlan, grantsOfSteps, stepsOfPlan } from './grants.js';
import { EVERY_STEP } from './steps.case.js';
import { permissionsOfWrite } from './write-permissions.js';

const PLACE = { account: '111122223333', partition: 'aws' };
const steps = Object.values(EVERY_STEP).flat();

describe('what carrying out needs', () => {
  it.each(steps.map((step) => [step.operation, step] as const))(
    '%s: all of its permissions, each of something',
    (_, step) => {
      const grants = grantsOfSteps({ ...PLACE, steps: [step] });
      const wanted = permissionsOfWrite(step.operation).filter(
        // Nobody is handed a role that is taken away.
        (action) =>
          action !== 'iam:PassRole' ||
          !('CloudWatchLogsRoleArn' in step.input) ||
          step.input.CloudWatchLogsRoleArn !== '',
      );
      expect([...new Set(grants.map(({ action }) => action))].sort()).toEqual([...wanted].sort());
      for (const { resource } of grants) expect(resource).toMatch(/^(\*|arn:aws:[a-z0-9]+:.*)$/);
    },
  );

  it('a role is handed over to CloudTrail alone', () => {
    for (const grants of [grantsOfAnyPlan(), grantsOfSteps({ ...PLACE, steps })])
      for (const { action, condition } of grants) expect(condition !== null).toBe(action === 'iam:PassRole');
  });

  it.each(['*', 'a?b', 'x$', `$\{aws:username}`, 'plain'])('a name `%s` is that name alone, and no pattern', (name) => {
    const region = 'eu-west-1';
    const hostile: Parameters<typeof grantsOfSteps>[0]['steps'] = [
      { operation: 'cloudwatch:DeleteAlarms', region, input: { AlarmNames: [name] } },
      { operation: 'logs:DeleteLogGroup', region, input: { logGroupName: name } },
      { operation: 'sns:DeleteTopic', region, input: { TopicArn: `arn:aws:sns:eu-west-1:111122223333:${name}` } },
      { operation: 'events:EnableRule', region, input: { Name: name } },
      { operation: 'cloudtrail:StopLogging', region, input: { Name: name } },
    ];
    for (const { action, resource } of grantsOfSteps({ ...PLACE, steps: hostile })) {
      // What lists is decided without a resource.
      if (/:(?:Describe|List)/.test(action)) continue;
      const written = resource.replace(/:\*$/, '');
      expect(written.replace(/\$\{[*?$]\}/g, '')).not.toMatch(/[*?$]/);
      // The other way round it is the name again.
      expect(written.replace(/\$\{([*?$])\}/g, '$1').endsWith(name)).toBe(true);
    }
  });

  it('of any plan: every permission once; buckets and roles by our names alone', () => {
    const grants = grantsOfAnyPlan();
    expect(new Set(grants.map(({ action }) => action)).size).toBe(grants.length);
    for (const { action, resource } of grants)
      expect(resource === '*').toBe(!/^(s3|iam):/.test(action) || action === 'iam:PassRole');
  });
});

describe('a plan that is read', () => {
  const plan = { schema: 'trailproof/plan/1', ...PLACE, changes: [{ step: steps[0], undo: [steps[1]] }] };

  it('gives its steps and those of its undo', () => {
    expect(stepsOfPlan(plan)).toEqual({ ...PLACE, steps: [steps[0], steps[1]] });
  });

  it.each([
    null,
    [],
    { ...plan, schema: 'trailproof/undo/1' },
    { ...plan, changes: [{ step: steps[0] }] },
    { ...plan, changes: [{ step: { ...steps[0], operation: 'iam:CreateUser' }, undo: [] }] },
  ])('is refused where it is none: %j', (value) => {
    expect(stepsOfPlan(value)).toBe(null);
  });
});
