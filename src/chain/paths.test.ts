import { describe, expect, it } from 'vitest';
import type { Account, Operation, ReadError } from '../account/account.js';
import { event, failing, filterAccount, ruleAccount, told } from './example-account.case.js';
import type { LinkKind } from './link.js';
import { pathsOf } from './paths.js';

const KINDS: readonly ReadError['kind'][] = ['denied', 'throttled', 'disabled', 'failed', 'truncated'];
/** Reads that no path goes through; of listings that come up empty elsewhere, denial adds a doubt and takes nothing away. */
const UNUSED: readonly Operation[] = ['logs:DescribeSubscriptionFilters'];
const toldIn = (account: Account) => told(pathsOf(account, [account]), event());

describe.each([
  ['over a metric filter', filterAccount()],
  ['over a rule', ruleAccount()],
])('every read of the path %s', (_name, account) => {
  it('is needed: the account as it is tells somebody', () => expect(toldIn(account)).toBe(true));

  const cases = account.reads.flatMap((read) =>
    KINDS.map((kind) => ({ read, kind, name: `${read.operation} in ${read.region}` })),
  );
  it.each(cases)('$name, $kind: never a plain failure', ({ read, kind }) => {
    const elsewhere = read.region !== 'us-east-1';
    const answer = toldIn(failing(account, read, kind));
    expect(answer).not.toBe(false);
    const alternative =
      read.operation === 'events:ListRules' &&
      account.reads.some(({ operation }) => operation === 'cloudwatch:DescribeAlarms');
    if (!elsewhere && !alternative && !UNUSED.includes(read.operation)) expect(answer).toBe(null);
  });

  it.each(account.reads.map((read) => ({ read, name: `${read.operation} in ${read.region}` })))(
    '$name, not read at all: never a plain failure',
    ({ read }) => {
      expect(toldIn({ ...account, reads: account.reads.filter((one) => one !== read) })).not.toBe(false);
    },
  );

  it('names the operation, the Region and the permission of what was denied', () => {
    for (const read of account.reads) {
      if (UNUSED.includes(read.operation)) continue;
      const reasons = JSON.stringify(pathsOf(failing(account, read, 'denied'), []));
      expect(reasons).toContain(read.operation);
      expect(reasons).toContain(read.region);
    }
  });
});

describe('conditions', () => {
  const paths = [...pathsOf(filterAccount(), []), ...pathsOf(ruleAccount(), [])];
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

  it('are there for every kind of link', () => {
    const every = {
      trail: 1,
      'log-group': 1,
      'metric-filter': 1,
      metric: 1,
      alarm: 1,
      topic: 1,
      subscription: 1,
      'event-bus': 1,
      rule: 1,
      target: 1,
    } satisfies Record<LinkKind, number>;
    const kinds = new Set(
      paths.flatMap(({ links }) => links.filter(({ conditions }) => conditions.length > 0)).map(({ kind }) => kind),
    );
    expect([...kinds].sort()).toEqual(Object.keys(every).sort());
  });
});
