import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEEPEST_RECORD } from '../detect/bounded-record.js';
import { parseJson } from '../predicate/json.js';
import type { KnownRecord } from './engine.js';
import { beginsAsEvent } from './native.js';
import { printLoosely, records } from './scan.case.js';
import { WasmEngine } from './wasm-engine.js';
import { instantiate, loadWasm } from './wasm-module.js';

const engine = new WasmEngine(instantiate(loadWasm()!, [])!, true);

/** What the engine knows of each record in the text. */
function known(text: string): readonly (KnownRecord & { readonly text: string })[] {
  const found: (KnownRecord & { readonly text: string })[] = [];
  engine.begin({
    record: (bytes, start, end, _, of) => found.push({ text: bytes.toString('utf8', start, end), ...of! }),
    gap: () => -1,
    unclosed: () => -1,
    last: () => undefined,
    problem: () => undefined,
  });
  engine.push(Buffer.from(text), 'plain', true);
  return found;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

const NUMBERS = ['0', '7', '999999999999999', '9999999999999999', '-1', '-0', '1.0', '1.5', '1e3', '1E3', '0.00000001'];
const numbers = fc.constantFrom(...NUMBERS).map((text) => `{"number":${text}}`);
const texts = fc
  .constantFrom(...NUMBERS, 'a"b', 'a\\', '\\"{[', '{'.repeat(70))
  .map((text) => JSON.stringify({ text }));
const deep = fc.integer({ min: 60, max: 70 }).map((depth) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`);
const loose = fc
  .tuple(records, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }))
  .map(([record, choices]) => printLoosely(record, (below) => choices.push(choices.shift()!) && choices[0]! % below));

describe('what the module knows of a record is so', () => {
  it('of any record', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(numbers, texts, deep, loose), { maxLength: 8 }), (lines) => {
        const found = known(lines.join('\n'));
        expect(found).toHaveLength(lines.length);
        for (const { text, isPlain, isNative } of found) {
          const bytes = Buffer.from(text);
          expect(isNative, text).toBe(beginsAsEvent(bytes, 0, bytes.length));
          if (!isPlain) continue;
          expect(parseJson(text), text).toEqual(JSON.parse(text));
          expect(depthOf(JSON.parse(text)), text).toBeLessThanOrEqual(DEEPEST_RECORD);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  const unusual = ['1.0', '-0', '1e3', '9999999999999999'];
  const cases: readonly (readonly [what: string, text: string, isPlain: boolean, isNative: boolean])[] = [
    ['an event as CloudTrail writes it', '{"eventVersion":"1.08","userIdentity":{},"n":[3600,null,true]}', true, true],
    ['numbers within texts', '{"a":"1.0 -0 1e3 12345678901234567890","b":"\\\\\\"{1.0"}', true, false],
    ['as deep as it may be', `{"a":${'['.repeat(63)}${']'.repeat(63)}}`, true, false],
    ['deeper', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`, false, false],
    ...unusual.map((n) => [`the number ${n}`, `{"a":${n}}`, false, false] as const),
  ];
  it.each(cases)('%s', (_, text, isPlain, isNative) => {
    expect(known(text)).toEqual([{ text, isPlain, isNative }]);
  });
});
