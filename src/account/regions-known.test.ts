import { expect, it } from 'vitest';
import type { Account, Read } from './account.js';
import { regionsAnswer, regionsLeftOut } from './regions-known.js';

const account = (...reads: readonly Read[]): Account => ({
  schema: 'trailproof/account/1',
  tool: { name: 'trailproof', version: '1.2.3' },
  readAt: '2026-11-20T12:00:00.000Z',
  account: '111122223333',
  partition: 'aws',
  caller: 'arn:aws:sts::111122223333:assumed-role/auditor/audit',
  alias: null,
  regions: ['eu-west-1'],
  narrowed: false,
  reads,
});
const asked = (region: string, rest: Partial<Read> = {}): Read => ({
  region,
  operation: 'ec2:DescribeRegions',
  input: {},
  pages: [{ Regions: [{ RegionName: 'eu-west-1' }] }],
  ...rest,
});
const denied = { pages: [], error: { kind: 'denied', code: 'UnauthorizedOperation', message: 'no' } } as const;

it('is answered when one Region answered', () => {
  expect(regionsAnswer(account(asked('eu-west-1'))).kind).toBe('answered');
  expect(regionsAnswer(account(asked('eu-west-1', denied), asked('us-east-1'))).kind).toBe('answered');
});

it('says why not', () => {
  expect(regionsAnswer(account(asked('eu-west-1', denied)))).toMatchObject({
    kind: 'failed',
    error: { kind: 'denied' },
  });
  expect(regionsAnswer(account()).kind).toBe('not-read');
});

it('names the enabled Regions that the account leaves out', () => {
  const Regions = [
    { RegionName: 'us-east-1', OptInStatus: 'opt-in-not-required' },
    { RegionName: 'eu-west-1' },
    { RegionName: 'af-south-1', OptInStatus: 'not-opted-in' },
    { RegionName: 'cn-north-1' },
  ];
  expect(regionsLeftOut(account(asked('eu-west-1')))).toEqual([]);
  expect(regionsLeftOut(account(asked('eu-west-1', { pages: [{ Regions }] })))).toEqual(['us-east-1']);
  expect(regionsLeftOut(account(asked('eu-west-1', denied), asked('us-east-1', { pages: [{ Regions }] })))).toEqual([
    'us-east-1',
  ]);
});

it('does not know that nothing was left out when no Region is enabled', () => {
  expect(regionsLeftOut(account(asked('eu-west-1', { pages: [{ Regions: [] }] })))).toBe(null);
  expect(regionsLeftOut(account(asked('eu-west-1', { pages: [{}] })))).toBe(null);
  expect(regionsLeftOut(account(asked('eu-west-1', denied)))).toBe(null);
});
