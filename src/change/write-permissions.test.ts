import { expect, it } from 'vitest';
import type { WriteOperation } from './step.js';
import { EVERY_STEP } from './steps.case.js';
import { permissionOfWrite, permissionsOfWrite } from './write-permissions.js';

const OPERATIONS = Object.keys(EVERY_STEP) as readonly WriteOperation[];

it.each(OPERATIONS)('%s: its own permission is of its service and comes first', (operation) => {
  const all = permissionsOfWrite(operation);
  expect(all[0]).toBe(permissionOfWrite(operation));
  expect(all[0]?.split(':')[0]).toBe(operation.split(':')[0]);
  for (const one of all) expect(one).toMatch(/^[a-z0-9]+:[A-Z]\w+$/);
  expect(new Set(all).size).toBe(all.length);
});

it('a role is handed over with a trail', () => {
  const handing = OPERATIONS.filter((operation) => permissionsOfWrite(operation).includes('iam:PassRole'));
  expect(handing).toEqual(['cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail']);
});
