import { describe, expect, it } from 'vitest';
import type { Account, Read, ReadError } from '../account/account.js';
import {
  event,
  failing,
  filterAccount,
  functionAccount,
  GROUP_KEY,
  queueAccount,
  ruleAccount,
  told,
  withItem,
} from './example-account.case.js';
import { LINK_READS } from './links/reads.js';
import { pathsOf } from './paths.js';

const KINDS: readonly ReadError['kind'][] = ['denied', 'throttled', 'disabled', 'failed', 'truncated'];
/**
 * Does the path to the event of us-east-1 hang on this read? Not on subscription filters, not on the policy of the log group's key, not
 * on one Region's list of trails where another Region shows the same trail, and not on rules where a metric filter tells as well.
 */
function isNeeded({ operation, region, input }: Read, account: Account): boolean {
  if (region !== 'us-east-1' || operation === 'logs:DescribeSubscriptionFilters') return false;
  if (operation === 'cloudtrail:DescribeTrails') return false;
  if (operation === 'kms:GetKeyPolicy') return input.KeyId !== GROUP_KEY;
  return (
    operation !== 'events:ListRules' || !account.reads.some((read) => read.operation === 'cloudwatch:DescribeAlarms')
  );
}
const toldIn = (account: Account) => told(pathsOf(account, [account]), event());

describe.each([
  ['over a metric filter', filterAccount()],
  ['over a rule', ruleAccount()],
  ['to a queue', queueAccount()],
  ['to a function', functionAccount()],
])('every read of the path %s', (_name, account) => {
  it('is needed: the account as it is tells somebody', () => expect(toldIn(account)).toBe(true));

  const cases = account.reads.flatMap((read) =>
    KINDS.map((kind) => ({ read, kind, name: `${read.operation} in ${read.region}` })),
  );
  it.each(cases)('$name, $kind: never a plain failure', ({ read, kind }) => {
    const answer = toldIn(failing(account, read, kind));
    expect(answer).not.toBe(false);
    expect(answer).toBe(isNeeded(read, account) ? null : true);
  });

  it.each(KINDS)('no list of trails, %s: a doubt', (kind) => {
    const lists = account.reads.filter(({ operation }) => operation === 'cloudtrail:DescribeTrails');
    expect(toldIn(lists.reduce((all, read) => failing(all, read, kind), account))).toBe(null);
  });

  it.each(account.reads.map((read) => ({ read, name: `${read.operation} in ${read.region}` })))(
    '$name, not read at all: never a plain failure',
    ({ read }) => {
      expect(toldIn({ ...account, reads: account.reads.filter((one) => one !== read) })).not.toBe(false);
    },
  );

  it('names the operation, the Region and the permission of what was denied', () => {
    for (const read of account.reads) {
      if (!isNeeded(read, account)) continue;
      const reasons = JSON.stringify(pathsOf(failing(account, read, 'denied'), []));
      expect(reasons).toContain(read.operation);
      expect(reasons).toContain(read.region);
    }
  });
});

it('an account that was read for some Regions says nothing of the others', () => {
  const single = withItem(ruleAccount(), 'events:ListRules', 'Rules', { State: 'DISABLED' });
  const narrowed = { ...single, regions: ['us-east-1'], narrowed: true };
  const ask = (account: Account, awsRegion: string) => told(pathsOf(account, [account]), event({ awsRegion }));
  expect(ask(narrowed, 'eu-west-1')).toBe(null);
  expect(ask(narrowed, 'us-east-1')).toBe(false);
  expect(ask(single, 'eu-west-1')).toBe(false);
});

describe('conditions', () => {
  const paths = [filterAccount(), queueAccount(), functionAccount(), ruleAccount()].flatMap((account) =>
    pathsOf(account, []),
  );
  it('have codes that are unique within their link, and reasons without a final period', () => {
    for (const { links } of paths)
      for (const { conditions } of links) {
        const codes = conditions.map(({ code }) => code);
        expect(new Set(codes).size).toBe(codes.length);
        for (const { because, reads } of conditions) {
          expect(because).toMatch(/[^.]$/);
          expect(reads.length).toBeGreaterThan(0);
        }
      }
  });

  it('read nothing that their kind of link does not declare', () => {
    const links = paths.flatMap((path) => path.links);
    for (const { kind, conditions } of links)
      for (const { reads } of conditions) expect(LINK_READS[kind]).toEqual(expect.arrayContaining([...reads]));
  });

  it('are there for every kind of link', () => {
    const kinds = new Set(
      paths.flatMap(({ links }) => links.filter(({ conditions }) => conditions.length > 0)).map(({ kind }) => kind),
    );
    expect([...kinds].sort()).toEqual(Object.keys(LINK_READS).sort());
  });
});
