import { describe, expect, it } from 'vitest';
import { zstdFrames } from './zstd-frames.js';

// `hello`, in a raw block with a window and a checksum, and in a single segment without; a frame to be skipped.
const WINDOWED = '28b52ffd 0400 290000 68656c6c6f 01020304';
const SINGLE = '28b52ffd 2005 290000 68656c6c6f';
const REPEATED = '28b52ffd 2005 2b0000 78';
const SKIPPED = '502a4d18 03000000 010203';
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

async function followed(bytes: Buffer, piece: number): Promise<{ bytes: string; words: string }> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  let passed = '';
  try {
    for await (const chunk of zstdFrames(chunks())) passed += Buffer.from(chunk).toString('hex');
  } catch (error) {
    return { bytes: passed, words: String(error instanceof Error ? error.message : error) };
  }
  return { bytes: passed, words: '' };
}

describe('frames of zstd', () => {
  it.each([1, 3, 100])('pass but for those to be skipped, in pieces of %i', async (piece) => {
    const bytes = hex([SKIPPED, WINDOWED, SKIPPED, SINGLE, REPEATED, SKIPPED].join(''));
    const kept = hex([WINDOWED, SINGLE, REPEATED].join('')).toString('hex');
    expect(await followed(bytes, piece)).toEqual({ bytes: kept, words: '' });
  });

  it('law: data that are cut anywhere inside a frame are said to be, and only those', async () => {
    const bytes = hex([WINDOWED, SKIPPED, SINGLE, REPEATED].join(''));
    const ends = [0];
    for (const part of [WINDOWED, SKIPPED, SINGLE, REPEATED]) ends.push(ends.at(-1)! + hex(part).length);
    for (let cut = 0; cut <= bytes.length; cut++)
      expect((await followed(bytes.subarray(0, cut), 4)).words, `at ${cut}`).toBe(
        ends.includes(cut) ? '' : 'the compressed data end in the middle',
      );
  });

  it('garbage behind them, and a window that is too large', async () => {
    expect((await followed(hex(`${SINGLE}67617262`), 5)).words).toMatch(/that are none/);
    expect((await followed(hex('28b52ffd 00ff 290000'), 5)).words).toMatch(/zstd -d/);
    expect((await followed(hex('28b52ffd e0ffffffffffffff7f'), 5)).words).toMatch(/zstd -d/);
  });
});
