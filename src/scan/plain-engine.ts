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
  /** The last record, where it was not handed over, copied: its bytes may be gone at the end. */
  #last: Buffer | null = null;
  #anyEvent = false;

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
    this.#anyEvent = false;
    const at = (place: number): number => place - this.#segments.base;
    const anew = (index: number): number => (index < 0 ? -1 : index + this.#segments.base);
    this.#segments = new Segments({
      record: (start, end) => {
        const { bytes } = this.#segments;
        const isEvent = beginsAsEvent(bytes, at(start), at(end));
        const record = bytes.subarray(at(start), at(end));
        const isWanted = !isEvent || !this.#anyEvent || end - start > 65_536 || this.#mayMatch(record);
        if (!isEvent) this.#tellLast(); // before whatever is looked at comes what was before it
        this.#anyEvent ||= isEvent;
        this.#last = isWanted ? null : Buffer.from(record);
        if (isWanted) finds.record(bytes, at(start), at(end), start);
      },
      gap: (start, end, why) => {
        this.#tellLast();
        return anew(finds.gap(this.#segments.bytes, at(start), at(end), start, why));
      },
      unclosed: (start, end, why) => {
        this.#tellLast();
        return anew(finds.unclosed(this.#segments.bytes, at(start), at(end), start, why));
      },
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
    this.#tellLast();
  }

  #tellLast(): void {
    if (this.#last) this.#finds.last(this.#last, 0, this.#last.length);
    this.#last = null;
  }

  #mayMatch(record: Buffer): boolean {
    return this.#literals === null || this.#literals.some((literal) => record.includes(literal));
  }
}
