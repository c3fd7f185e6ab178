import { describe, expect, test } from 'vitest';
import type { Detection } from '../catalogue/rule.js';
import { named, query, ruleFor } from './events.case.js';
import { shortRangeWords } from './short-range.js';

const NOW = '2026-11-21T12:00:00.000Z';
const own = query(named('DisableKey'));
const of = (id: string, detection: Detection) => ruleFor(id, [], { detection });
const RULES = [
  ruleFor('alone', ['DisableKey'], {}),
  of('burst', { kind: 'value-count', query: own, by: [], field: 'kms.key.arn', count: 2, within: 600 }),
  of('steps', { kind: 'sequence', steps: [own, own], by: [], within: 3_600, until: null }),
  of('new', { kind: 'new-terms', query: own, fields: ['user.name'], history: 864_000 }),
  of('often', { kind: 'threshold', query: own, by: [], count: 2, distinct: [] }),
];
const said = (since: string | null, until: string | null = null) => shortRangeWords(RULES, { since, until }, NOW);

describe('a range that is shorter than what rules look back over', () => {
  test('is told with those rules, the blindest first', () => {
    expect(said('2026-11-21T11:30:00.000Z')).toEqual([
      'new (10d), steps (1h) look back over more than the range that was asked for, and do not know what was before 2026-11-21T11:30:00.000Z',
    ]);
    expect(said('2026-11-20T12:00:00.000Z')).toEqual([expect.stringMatching(/^new \(10d\) looks back/)]);
    expect(said('2026-11-21T11:59:00.000Z')[0]).toMatch(/^new \(10d\), steps \(1h\), burst \(10m\), often \(6m\) /);
  });

  test('is measured to its own end, where it has one', () => {
    expect(said('2026-11-01T00:00:00.000Z', '2026-11-01T00:20:00.000Z')[0]).toMatch(/^new \(10d\), steps \(1h\) look/);
  });

  test('is nothing to tell where it is as long, or has no beginning', () => {
    expect(said('2026-11-11T12:00:00.000Z')).toEqual([]);
    expect(said(null)).toEqual([]);
    expect(said(null, '2026-11-01T00:00:00.000Z')).toEqual([]);
  });
});
