import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Files up to this are read at once. */
const SMALL = 4 << 20;
const CHUNK = 1 << 20;
const scratch: Uint8Array = Buffer.allocUnsafeSlow(SMALL);

/** The bytes of a small file, in `room` where they fit, valid until the next call; undefined when it is not small. Throws as `fs` does. */
export function readSmallFile(path: string, room = scratch): Uint8Array | undefined {
  // A pipe can be opened once only.
  if (!statSync(path).isFile()) return undefined;
  const file = openSync(path, 'r');
  try {
    // One byte more than there should be: a file that grew meanwhile is not a small one.
    const most = fstatSync(file).size + 1;
    if (most > SMALL) return undefined;
    const into = most > room.length ? scratch : room;
    let length = 0;
    for (;;) {
      const count = readSync(file, into, length, Math.min(into.length - length, most), null);
      length += count;
      if (count === 0) break;
      if (length >= into.length) return undefined;
    }
    return into.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** The bytes of any file, the next ones being read while these are used. A chunk is valid until the next but one is asked for. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffers = [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)];
    let next = file.read(buffers[0]!, 0, CHUNK, null);
    for (let turn = 1; ; turn++) {
      const { bytesRead, buffer } = await next;
      if (bytesRead === 0) return;
      next = file.read(buffers[turn % 2]!, 0, CHUNK, null);
      next.catch(() => undefined); // it is awaited above, unless the reader stops before
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
