import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import { ENVELOPES, envelope, PLAN, printLoosely, records, scanBytes, WRAPPERS, wrap } from './scan.case.js';
import { unwrap } from './unwrap.js';

const chooser = fc.infiniteStream(fc.nat(10_000)).map((stream) => {
  const numbers = stream[Symbol.iterator]();
  return (below: number): number => (numbers.next().value as number) % below;
});
const files = fc.record({
  kind: fc.constantFrom(...WRAPPERS),
  // An empty object is one that nobody would notice.
  events: fc.array(records, { maxLength: 12 }),
  choose: chooser,
});
const envelopes = fc.record({
  kind: fc.constantFrom(...ENVELOPES),
  events: fc.array(records, { minLength: 1, maxLength: 6 }),
  own: fc.constantFrom('', '{"Service":"Amazon S3","Event":"s3:TestEvent"}'),
  choose: chooser,
});
const ORDINARY =
  '{"eventVersion":"1.11","userIdentity":{},"eventTime":"x","eventSource":"s3.amazonaws.com","eventName":"Get"}';
const pieces = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 200, max: 5000 }));

/** What the rules say of the events, with nothing in between. */
function expected(events: readonly object[]): readonly string[] {
  return events.flatMap((event) => {
    const carried = unwrap(event as Json).events;
    return carried.flatMap((one) => {
      const rules = PLAN.rules.filter(({ predicate }) => matches(predicate, one)).map(({ id }) => id);
      return rules.length === 0 ? [] : [`${rules.join()} ${sorted(one)}`];
    });
  });
}
const sorted = (value: Json): string =>
  JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
const withoutOffset = (match: string): string => {
  const space = match.indexOf(' ');
  return `${match.slice(0, match.indexOf('@'))} ${sorted(JSON.parse(match.slice(space + 1)) as Json)}`;
};

describe('a scan', () => {
  it('law: finds what parsing and matching every event finds, however it is written, packed and cut', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(files, pieces, fc.boolean(), async ({ kind, events, choose }, piece, zipped) => {
        const text = wrap(kind, events, choose);
        const bytes = zipped ? gzipSync(text) : Buffer.from(text);
        const fast = await scanBytes(bytes, { piece });
        expect(fast.matched.map(withoutOffset)).toEqual(expected(events));
        expect(fast.problems.filter(({ code }) => code !== 'no-events')).toEqual([]);
        expect(fast.inflated).toBe(Buffer.byteLength(text));
        if (events.every((event) => unwrap(event as Json).genuine === 1)) expect(fast.events).toBe(events.length);
        found += fast.matched.length;
      }),
      { numRuns: 800 },
    );
    expect(found).toBeGreaterThan(300);
  });

  it('law: finds the whole events that are somewhere in other documents, and says of which documents it finds none', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(envelopes, pieces, async ({ kind, events, own, choose }, piece) => {
        const documents = envelope(kind, events, choose);
        // Between events as CloudTrail writes them, which are not looked at: they hold none of the literals.
        const bytes = Buffer.from(documents.map((one) => `${ORDINARY}\n${printLoosely(one, choose)}\n`).join('') + own);
        const { parts: _, ...fast } = await scanBytes(bytes, { piece });
        expect(fast.matched.map(withoutOffset)).toEqual(expected(documents as readonly object[]));
        expect(fast.problems.some(({ code }) => code === 'no-events')).toBe(
          documents.some((one) => unwrap(one).foreign > 0),
        );
        const { parts: __, ...plain } = await scanBytes(bytes, { engine: 'plain', piece: piece * 2 });
        expect(fast).toEqual(plain);
        found += fast.matched.length;
      }),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(150);
  });

  it('law: the plain engine finds the same, at the same places', async () => {
    await fc.assert(
      fc.asyncProperty(files, pieces, fc.boolean(), async ({ kind, events, choose }, piece, zipped) => {
        const text = wrap(kind, events, choose);
        const bytes = zipped ? gzipSync(text) : Buffer.from(text);
        const { parts: _, ...plain } = await scanBytes(bytes, { engine: 'plain', piece });
        expect(await scanBytes(bytes, { piece: piece * 3 })).toMatchObject(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('law: damaged text: the engines and every cut agree on what is found', async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', '\\', '{', '}', '[', ']', '\n', 'x', '\u0000')), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(files, damage, pieces, async ({ kind, events, choose }, changes, piece) => {
        let text = wrap(kind, events, choose);
        for (const [at, character] of changes) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + character + text.slice(place + (at % 3));
        }
        const bytes = Buffer.from(text);
        const fast = await scanBytes(bytes);
        expect((await scanBytes(bytes, { piece })).matched).toEqual(fast.matched);
        const plain = await scanBytes(bytes, { engine: 'plain', piece });
        expect(plain.matched).toEqual(fast.matched);
        expect(plain.events).toEqual(fast.events);
        expect(plain.problems).toEqual(fast.problems);
        // Every record parsed, candidate or not: the same matches.
        const every = {
          rules: [...PLAN.rules, { id: 'every', predicate: { kind: 'not', of: { kind: 'type', type: 'null' } } }],
        } as const;
        const slow = (await scanBytes(bytes, { plan: every })).matched
          .filter((match) => !match.startsWith('every@'))
          .map((match) => match.replace(',every@', '@'));
        expect(slow).toEqual(fast.matched);
      }),
      { numRuns: 600 },
    );
  });
});
