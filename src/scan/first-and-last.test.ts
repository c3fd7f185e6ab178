import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scanBytes } from './scan.case.js';

const eventAt = (second: number) => ({
  eventVersion: '1.11',
  userIdentity: { type: 'Root' },
  eventTime: new Date(Date.UTC(2026, 10, 20) + second * 1_000).toISOString().replace('.000Z', 'Z'),
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  eventID: `event-${second}`,
});

/** What a line may be, and whether it holds an event. */
const LINES = {
  event: [true, (second: number) => JSON.stringify(eventAt(second))],
  within: [true, (second: number) => JSON.stringify({ detail: eventAt(second) })],
  otherwise: [true, (second: number) => JSON.stringify(Object.fromEntries(Object.entries(eventAt(second)).reverse()))],
  foreign: [false, () => '{"level":"info"}'],
  broken: [true, (second: number) => `}} ${JSON.stringify(eventAt(second))} ]`],
  garbage: [false, () => 'no JSON at all'],
} as const;
const kinds = fc.constantFrom(...(Object.keys(LINES) as (keyof typeof LINES)[]));

it('law: the first and the last event are told, whatever stands before, between and behind them', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(kinds, { maxLength: 12 }), fc.integer({ min: 1, max: 400 }), async (lines, piece) => {
      const text = lines.map((kind, second) => `${LINES[kind][1](second)}\n`).join('');
      const times = lines.flatMap((kind, second) => (LINES[kind][0] ? [eventAt(second).eventTime] : []));
      for (const engine of ['wasm', 'plain'] as const) {
        const { parts } = await scanBytes(Buffer.from(text), { engine, piece });
        const { first, last } = parts.at(-1)!;
        expect([engine, first?.time, last?.time]).toEqual([engine, times[0], times.at(-1)]);
      }
      told += Number(times.length > 1);
    }),
    { numRuns: 500 },
  );
  expect(told).toBeGreaterThan(200);
});
