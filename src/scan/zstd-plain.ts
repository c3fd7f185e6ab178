import { Decompress } from 'fzstd';
import { Unpackable } from './unpackable.js';
import { zstdFrames } from './zstd-frames.js';

/**
 * What is packed with zstd, where Node itself cannot tell (before 22.15): slower, and without a look at its checksums. Throws
 * `Unpackable` when the data are damaged, after all that could be read.
 */
export async function* zstdPlain(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  // Its buffer is written over with what comes next.
  const begin = () => new Decompress((bytes) => void (bytes.length > 0 && out.push(Uint8Array.from(bytes))));
  // One for each frame, which is told of its end: the last bytes of a short one wait for it.
  let decompressor = begin();
  let isNew = false;
  const frames = zstdFrames(chunks, () => {
    isNew = true;
  });
  let began = false;
  for await (const bytes of frames) {
    if (isNew && began) yield* given(() => decompressor.push(NOTHING, true), out);
    if (isNew) decompressor = begin();
    isNew = false;
    began = true;
    yield* given(() => decompressor.push(bytes), out);
  }
  if (began) yield* given(() => decompressor.push(NOTHING, true), out);
}

const NOTHING = new Uint8Array(0);

function* given(push: () => void, out: Uint8Array[]): Generator<Uint8Array> {
  let isDamaged = false;
  try {
    push();
  } catch {
    isDamaged = true;
  }
  yield* out.splice(0);
  if (isDamaged) throw new Unpackable('corrupt', 'the compressed data are damaged');
}
