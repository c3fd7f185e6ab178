import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { AuditResult, ControlResult, PathLink } from '../../src/chain/result.js';
import { breakOf } from '../../src/chain/summary.js';
import type { Expected } from './configuration.js';
import { CONFIGURATIONS } from './configurations.js';
import { judged } from './judged.js';

const moto = inject('moto');

// What is throttled would be asked again and again, with growing pauses.
beforeAll(() => vi.stubEnv('AWS_MAX_ATTEMPTS', '1'));
afterAll(() => vi.unstubAllEnvs());

it('there are at least forty, each with a name of its own', () => {
  expect(CONFIGURATIONS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(CONFIGURATIONS.map(({ name }) => name)).size).toBe(CONFIGURATIONS.length);
});

describe.skipIf(moto.url === null)('an account that is found like this', () => {
  it.concurrent.each(CONFIGURATIONS.map((one) => [one.expected.verdict, one.name, one] as const))(
    'is %s: %s',
    async (_verdict, _name, configuration) => {
      const result = await judged(configuration);
      expect(result.results).toHaveLength(1);
      const [found] = result.results as readonly [ControlResult];
      compare(configuration.expected, found, result);
      if (configuration.notes) expect(notesOf(found).join('\n')).toMatch(configuration.notes);
    },
  );
});

function compare(expected: Expected, found: ControlResult, result: AuditResult): void {
  const shown = found.events.map(({ event, verdict, path, reasons }) => ({ event, verdict, path, reasons }));
  expect(found.verdict, JSON.stringify([found.summary, shown], null, 1)).toBe(expected.verdict);
  switch (expected.verdict) {
    case 'proved':
      for (const event of found.events) {
        expect(event.path.length).toBeGreaterThan(0);
        expect(event.witness).toBeNull();
      }
      expect(found.notifiedWithinSeconds).toBeGreaterThan(0);
      return;
    case 'broken': {
      const event = found.events.find(({ verdict }) => verdict === 'broken')!;
      const stop = breakOf(event.path);
      expect({ kind: stop?.kind, holds: stop?.holds }, stop?.reason).toEqual({ kind: expected.breaks, holds: false });
      expect(stop?.reason).toMatch(expected.says);
      expect(event.witness).toMatchObject({ awsRegion: expect.stringMatching(/^[a-z-]+-\d$/) });
      expect(event.mend.length).toBeGreaterThan(0);
      return;
    }
    case 'unknown': {
      const said = found.events.flatMap(({ reasons, path }) => [...reasons, ...path.map(({ reason }) => reason)]);
      expect(said.join('\n')).toMatch(expected.says);
      expect(found.summary).toMatch(expected.says);
      if (expected.unread !== undefined)
        expect(result.unread).toContainEqual(
          expect.objectContaining({ operation: expected.unread, permission: expect.stringMatching(/^[a-z0-9]+:\w+$/) }),
        );
    }
  }
}

function notesOf(found: ControlResult): readonly string[] {
  const links = found.events.flatMap(({ path, paths }): readonly PathLink[] => [...path, ...paths.flat()]);
  return [...found.notes, ...links.map(({ reason }) => reason)];
}
