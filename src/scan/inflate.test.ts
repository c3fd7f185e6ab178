import { constants, crc32, deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Inflater } from './inflate.case.js';

const inflater = new Inflater();

/** Texts that repeat themselves near and far, and bytes that do not. */
const contents = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 40 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.nat(400)).map(([text, n]) => Buffer.from(text.repeat(n))),
      fc.constant(Buffer.from('{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::')),
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.concat(parts));
const options: fc.Arbitrary<ZlibOptions> = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
    constants.Z_FILTERED,
  ),
  memLevel: fc.integer({ min: 1, max: 9 }),
});
const pieces = fc.integer({ min: 1, max: 5000 });
const steps = fc.integer({ min: 1, max: 70_000 });

/** What zlib says of the data: its output and how many bytes it took, or null. */
function zlibs(data: Uint8Array): { readonly output: Buffer; readonly used: number } | null {
  try {
    const { buffer, engine } = inflateRawSync(data, { info: true } as ZlibOptions) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    return { output: buffer, used: engine.bytesWritten };
  } catch {
    return null;
  }
}

function agrees(data: Uint8Array, piece: number, step: number): boolean {
  const theirs = zlibs(data);
  const ours = inflater.inflate(data, piece, step);
  if (theirs === null) expect(ours.result).not.toBe('whole');
  else {
    expect(ours.result).toBe('whole');
    expect(ours.output.equals(theirs.output)).toBe(true);
    expect(ours.used).toBe(theirs.used);
  }
  return theirs !== null;
}

describe('inflate', () => {
  it('law: gives what was deflated, in whatever pieces, and takes no byte more', () => {
    fc.assert(
      fc.property(
        contents,
        options,
        fc.uint8Array({ maxLength: 40 }),
        pieces,
        steps,
        (content, how, after, piece, step) => {
          const data = Buffer.concat([deflateRawSync(content, how), after]);
          expect(agrees(data, piece, step)).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('law: refuses what zlib refuses, and nothing else', () => {
    let refused = 0;
    let accepted = 0;
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(contents, options, damage, fc.option(fc.nat()), pieces, (content, how, changes, cut, piece) => {
        const data = deflateRawSync(content, how);
        for (const [at, value] of changes) data[at % data.length] = value;
        if (agrees(cut === null ? data : data.subarray(0, cut % (data.length + 1)), piece, 65_536)) accepted++;
        else refused++;
      }),
      { numRuns: 4000 },
    );
    expect(Math.min(refused, accepted)).toBeGreaterThan(100);
  });

  it('law: of random bytes as well', () => {
    fc.assert(
      // The first byte chooses among the kinds of block; most others are refused at once.
      fc.property(
        fc.constantFrom(0, 1, 2, 3, 4, 5),
        fc.uint8Array({ maxLength: 400 }),
        pieces,
        (first, rest, piece) => {
          agrees(Uint8Array.of(first | ((rest[0] ?? 0) << 3), ...rest), piece, 65_536);
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('law: what comes before a cut is all there', () => {
    fc.assert(
      fc.property(contents, options, fc.nat(), pieces, (content, how, cut, piece) => {
        const data = deflateRawSync(content, how);
        const { output } = inflater.inflate(data.subarray(0, cut % (data.length + 1)), piece, 1000);
        const flushed = inflateRawSync(data.subarray(0, cut % (data.length + 1)), {
          finishFlush: constants.Z_SYNC_FLUSH,
        });
        expect(output.equals(flushed)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('the checksum', () => {
  it('law: is zlib’s, of any length, in whatever pieces', () => {
    const lengths = fc.oneof(fc.nat(100), fc.nat(20_000), fc.integer({ min: 4700, max: 4900 }));
    fc.assert(
      fc.property(
        lengths,
        fc.nat(),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 9000 }),
        (length, seed, piece, step) => {
          let state = seed + 1;
          const next = () => {
            state = Math.imul(state, 1103515245) + 12345;
            return state >>> 24;
          };
          const data = Buffer.from(Array.from({ length }, next));
          const { output, checksum } = inflater.inflate(deflateRawSync(data, { level: 1 }), piece, step);
          expect(output.equals(data)).toBe(true);
          expect(checksum).toBe(crc32(data));
        },
      ),
      { numRuns: 500 },
    );
  });
});
