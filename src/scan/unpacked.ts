import { type Duplex, pipeline, Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { type Packing, REFUSED } from './sniff.js';
import { Unpackable } from './unpackable.js';
import { zstdFrames } from './zstd-frames.js';
import { zstdPlain } from './zstd-plain.js';

/** The bytes of what is packed otherwise than with gzip, as UTF-8. Throws `Unpackable` when the data are damaged, after all that could be read. */
export function unpacked(packing: Packing, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  switch (packing) {
    case 'gzip':
    case 'plain':
      return chunks;
    case 'utf-16le':
    case 'utf-16be':
      return decoded(packing, chunks);
    case 'zstd': {
      // In Node since 22.15; the types are those of Node 20.
      const create = (zlib as { readonly createZstdDecompress?: () => Duplex }).createZstdDecompress;
      return create ? inflated(chunks, create()) : zstdPlain(chunks);
    }
    default:
      throw new Unpackable('unsupported', REFUSED[packing]);
  }
}

/** What gzip holds, where that is gzip again. Throws as `unpacked` does. */
export async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const copied = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) yield Uint8Array.from(chunk);
  };
  try {
    yield* pipeline(Readable.from(copied(), { objectMode: false }), zlib.createGunzip(), () => undefined);
  } catch (error) {
    throw damage(error);
  }
}

async function* inflated(chunks: AsyncIterable<Uint8Array>, decompressor: Duplex): AsyncGenerator<Uint8Array> {
  // What goes wrong before it comes out of it, when what was read till then has come out.
  let wrong: unknown;
  const read = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* zstdFrames(chunks);
    } catch (error) {
      wrong = error;
    }
  };
  try {
    yield* pipeline(Readable.from(read(), { objectMode: false }), decompressor, () => undefined);
  } catch (error) {
    // Of data that end in the middle some versions of Node say so themselves.
    if (wrong === undefined) throw damage(error);
  }
  if (wrong !== undefined) throw wrong;
}

function damage(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^Z(?:STD)?_/i.test(code) ? new Unpackable('corrupt', 'the compressed data are damaged') : error;
}

async function* decoded(encoding: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
