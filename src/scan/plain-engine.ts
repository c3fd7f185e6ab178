import { ENDS_INSIDE, type Engine, type Finds } from './engine.js';
import { GzipMembers } from './gzip-members.js';
import { beginsAsEvent } from './native.js';
import { Segments } from './segments.js';

/** The engine without WebAssembly: slower, and finds the same. */
export class PlainEngine implements Engine {
  readonly #literals: readonly Buffer[] | null;
  #finds!: Finds;
  #segments!: Segments;
  #members!: GzipMembers;
  /** The last record, copied: its bytes may be gone at the end. */
  #last: Buffer | null = null;
  #count = 0;

  /** `null`: every record is handed over. */
  constructor(literals: readonly string[] | null) {
    this.#literals = literals && [...literals, '\\u', '\\/'].map((literal) => Buffer.from(literal, 'latin1'));
  }

  get inflated(): number {
    return this.#segments.total;
  }
  get events(): number {
    return this.#segments.events;
  }

  begin(finds: Finds): void {
    this.#finds = finds;
    this.#last = null;
    this.#count = 0;
    const at = (place: number): number => place - this.#segments.base;
    const anew = (index: number): number => (index < 0 ? -1 : index + this.#segments.base);
    this.#segments = new Segments({
      record: (start, end) => {
        const bytes = this.#segments.bytes;
        const isFirst = this.#count++ === 0;
        if (
          isFirst ||
          end - start > 65_536 ||
          !beginsAsEvent(bytes, at(start), at(end)) ||
          this.#mayMatch(bytes.subarray(at(start), at(end)))
        )
          finds.record(bytes, at(start), at(end), start);
        this.#last = end - start > 65_536 ? null : Buffer.from(bytes.subarray(at(start), at(end)));
      },
      gap: (start, end, why) => anew(finds.gap(this.#segments.bytes, at(start), at(end), start, why)),
      unclosed: (start, end, why) => anew(finds.unclosed(this.#segments.bytes, at(start), at(end), start, why)),
      inside: () => finds.problem('truncated', this.inflated, ENDS_INSIDE),
    });
    this.#members = new GzipMembers(
      (bytes) => this.#segments.push(bytes),
      (code, reason) => finds.problem(code, this.inflated, reason),
    );
  }

  async push(chunk: Uint8Array, kind: 'gzip' | 'plain', final: boolean): Promise<void> {
    if (kind === 'gzip') await this.#members.push(chunk, final);
    else if (chunk.length > 0) this.#segments.push(chunk);
    if (!final) return;
    this.#segments.end();
    if (this.#last) this.#finds.last(this.#last, 0, this.#last.length);
  }

  #mayMatch(record: Buffer): boolean {
    return this.#literals === null || this.#literals.some((literal) => record.includes(literal));
  }
}
