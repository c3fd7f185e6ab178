import { Unpackable } from './unpackable.js';

/** A frame that asks for more is refused: memory is bounded. What `zstd` writes without `--ultra` and `--long` asks for 8 MB at most. */
const LARGEST_WINDOW = 32 << 20;

type State = 'magic' | 'skipped-size' | 'descriptor' | 'header' | 'block' | 'checksum';

/**
 * The same bytes without skippable frames. Node's decompressor does not say when the data end in the middle of a frame (22), nor
 * does it skip: so the frames are followed here, by their headers alone (RFC 8878, 3.1).
 */
export async function* zstdFrames(
  chunks: AsyncIterable<Uint8Array>,
  onFrame?: () => void, // before the first bytes of each
): AsyncGenerator<Uint8Array> {
  let state = 'magic' as State;
  let head = Buffer.alloc(0);
  let need = 4;
  let descriptor = 0;
  /** Bytes of a block, or of a frame to be skipped, that are still to come. */
  let left = 0;
  let skipping = false;
  const expect = (next: State, bytes: number): void => {
    state = next;
    need = bytes;
  };
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      if (left > 0) {
        const count = Math.min(left, chunk.length - at);
        if (!skipping) yield chunk.subarray(at, at + count);
        at += count;
        left -= count;
        continue;
      }
      const taken = chunk.subarray(at, at + need - head.length);
      head = Buffer.concat([head, taken]);
      at += taken.length;
      if (head.length < need) break;
      const bytes: Buffer = head;
      head = Buffer.alloc(0);
      skipping = false;
      switch (state) {
        case 'magic': {
          const magic = bytes.readUInt32LE();
          if (magic >>> 4 === 0x184d2a5) {
            expect('skipped-size', 4);
            continue;
          }
          if (magic !== 0xfd2fb528)
            throw new Unpackable('trailing-garbage', 'bytes after the compressed data that are none');
          onFrame?.();
          expect('descriptor', 1);
          break;
        }
        case 'skipped-size':
          left = bytes.readUInt32LE();
          skipping = true;
          expect('magic', 4);
          continue;
        case 'descriptor':
          descriptor = bytes[0]!;
          expect('header', headerSize(descriptor));
          break;
        case 'header':
          if (windowOf(descriptor, bytes) > LARGEST_WINDOW)
            throw new Unpackable('unsupported', 'it needs much memory to decompress; do so with `zstd -d --long=31`');
          expect('block', 3);
          break;
        case 'block': {
          const about = bytes.readUIntLE(0, 3);
          left = ((about >> 1) & 3) === 1 ? 1 : about >> 3; // one byte that is repeated, or as many as it says
          if ((about & 1) === 0) expect('block', 3);
          else if (descriptor & 4) expect('checksum', 4);
          else expect('magic', 4);
          break;
        }
        case 'checksum':
          expect('magic', 4);
      }
      yield bytes;
    }
  }
  if (state !== 'magic' || left > 0 || head.length > 0)
    throw new Unpackable('truncated', 'the compressed data end in the middle');
}

const isSingle = (descriptor: number): boolean => (descriptor & 0x20) !== 0;
const contentSizeBytes = (descriptor: number): number => [isSingle(descriptor) ? 1 : 0, 2, 4, 8][descriptor >> 6]!;

function headerSize(descriptor: number): number {
  return (isSingle(descriptor) ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]! + contentSizeBytes(descriptor);
}

/** Bytes; of a single segment it is the size of the content. */
function windowOf(descriptor: number, header: Buffer): number {
  if (!isSingle(descriptor)) return 2 ** (10 + (header[0]! >> 3)) * (1 + (header[0]! & 7) / 8);
  const bytes = contentSizeBytes(descriptor);
  const size = header.subarray(header.length - bytes);
  return bytes === 8 ? Number(size.readBigUInt64LE()) : size.readUIntLE(0, bytes) + (bytes === 2 ? 256 : 0);
}
