import { instantiate, loadWasm, type WasmExports } from './wasm-module.js';

/** The module's inflate alone, as the engine uses it: input in pieces, output in steps. */
export class Inflater {
  readonly #wasm: WasmExports = instantiate(loadWasm()!, [])!;

  /** `used`: how many bytes belong to the data. */
  inflate(
    data: Uint8Array,
    piece: number,
    step: number,
  ): { result: string; output: Buffer; used: number; checksum: number } {
    const wasm = this.#wasm;
    const input = Math.ceil(wasm.__heap_base.value / 65536) * 65536;
    const room = 1 << 20;
    const buffer = input + room;
    const missing = buffer + 4 * room - wasm.memory.buffer.byteLength;
    if (missing > 0) wasm.memory.grow(Math.ceil(missing / 65536));
    const bytes = Buffer.from(wasm.memory.buffer);
    wasm.start_item(buffer, 0);
    wasm.start_member();
    const output: Buffer[] = [];
    let out = buffer;
    let given = 0;
    let at = 0;
    let end = 0;
    for (;;) {
      bytes.copyWithin(input, input + at, input + end);
      end -= at;
      at = 0;
      const count = Math.min(piece, data.length - given);
      bytes.set(data.subarray(given, given + count), input + end);
      given += count;
      end += count;
      const final = given === data.length;
      if (final) bytes.fill(0, input + end, input + end + 1024);
      wasm.set_input(input, input + end, final ? 1 : 0);
      for (;;) {
        if (out > buffer + room) {
          wasm.reset_structure(out);
          wasm.compact();
          out = wasm.output_at();
        }
        const result = wasm.run_inflate(out + step);
        const now = wasm.output_at();
        output.push(Buffer.from(bytes.subarray(out, now)));
        out = now;
        if (result === 0) continue;
        at = wasm.input_at() - input;
        if (result === 1) break;
        const words = result === 2 ? 'whole' : result === -2 ? 'truncated' : 'corrupt';
        const checksum = wasm.checksum() >>> 0;
        return { result: words, output: Buffer.concat(output), used: given - end + at, checksum };
      }
    }
  }
}
