import { Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Packing } from './sniff.js';

/** What cannot be read here, with what to do about it. */
export class Unsupported extends Error {}

/** The bytes of what is packed otherwise than with gzip, as UTF-8. Throws when the data are damaged, after all that could be read. */
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
      const create = (zlib as { readonly createZstdDecompress?: () => Transform }).createZstdDecompress;
      if (!create) throw new Unsupported('zstd needs Node 22.15 or newer; decompress it with `zstd -d`');
      return Readable.from(chunks).pipe(create());
    }
    case 'bzip2':
      throw new Unsupported('bzip2 is not read; decompress it with `bunzip2`');
    case 'xz':
      throw new Unsupported('xz is not read; decompress it with `unxz`');
  }
}

async function* decoded(encoding: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
