import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Unpackable } from './unpackable.js';
import { unpacked } from './unpacked.js';
import { zstdPlain } from './zstd-plain.js';

/** Eighty records, as `zstd -19 --check` packs them: the beginning in one frame, the end `]}` in a second. */
const PACKED = Buffer.from(
  'KLUv/QRobQYA4okdGIDPASz6M2eyCL2VTQUjuyIiUv7gEEV9BFnC9+/f/KvvPtvD5+/e7KvuPJvD1+/d3KuuszV8/M7Nq46zMXzvzatu28L33rzqtCl8782rzsH33rzqIiLIsg0FEOQVjfgsCuUMCQgZIeWoomjFxBIhqWaSmIgkFlOoIai69r8D0FMaAxJgEGAQfIRgh+CG4IX8ARARUJ4lDhIB5GHCIBGQWAASCSwoJaAsCtMB4qApHTIKmhIndQsdDpvYRUvzWcbtonz7kwlwwk2kCpWVs+8otS/9BGgRAABdfd5tvlA=',
  'base64',
);
const TEXT = JSON.stringify({
  Records: Array.from({ length: 80 }, (_, i) => ({
    eventName: i % 2 ? 'EnableKey' : 'DisableKey',
    eventID: String(i),
  })),
});

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function text(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

it('law: gives what was packed, in whatever pieces', async () => {
  for (let size = 1; size < 60; size += 4)
    expect(JSON.parse(await text(zstdPlain(pieces(PACKED, size))))).toEqual(JSON.parse(TEXT));
});

it('is read on every Node', async () => {
  expect(JSON.parse(await text(unpacked('zstd', pieces(PACKED, 100))))).toEqual(JSON.parse(TEXT));
});

it('law: what is damaged or cut is said to be, or gives what it holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(PACKED.length - 1), fc.nat(255), fc.nat(PACKED.length), async (at, byte, length) => {
      const bytes = Buffer.from(PACKED);
      bytes[at] = byte;
      try {
        await text(zstdPlain(pieces(bytes.subarray(0, length), 50)));
      } catch (error) {
        expect(error).toBeInstanceOf(Unpackable);
      }
    }),
    { numRuns: 200 },
  );
});

it('law: a cut file is cut at every place, but between its frames', async () => {
  let whole = 0;
  for (let length = 1; length < PACKED.length; length++) {
    try {
      await text(zstdPlain(pieces(PACKED.subarray(0, length), 50)));
      whole++;
    } catch (error) {
      expect(error).toMatchObject({ code: 'truncated' });
    }
  }
  expect(whole).toBe(1);
});
