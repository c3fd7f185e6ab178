import { displayWidth, truncate, wrap } from './columns.js';
import { type Palette, paletteOf } from './palette.js';

type Paint = (text: string) => string;

/** The lines of a terminal report, at a width. Text is wrapped before it is painted, so that no colour counts as a column. */
export class Page {
  readonly width: number;
  readonly palette: Palette;
  readonly verbose: boolean;
  /** The CIS version whose numbers are shown; empty where no control is. */
  readonly benchmark: string;
  readonly #lines: string[] = [];

  constructor(options: { width: number; colour: boolean; verbose: boolean; benchmark?: string }) {
    this.width = Math.max(60, options.width);
    this.palette = paletteOf(options.colour);
    this.verbose = options.verbose;
    this.benchmark = options.benchmark ?? '';
  }

  /** A line as it is: the caller has seen to its width. */
  line(text = ''): void {
    this.#lines.push(text.trimEnd());
  }

  /** An empty line, unless there is one already. */
  gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
  }

  /** A wrapped text behind a label; the further lines hang under the first, behind `hang`. The label is painted apart. */
  labelled(
    label: string,
    text: string,
    paint: Paint = this.palette.plain,
    paintLabel: Paint = this.palette.quiet,
    hang = ' '.repeat(displayWidth(label)),
  ): void {
    const indent = displayWidth(label);
    wrap(text, this.width - indent).forEach((line, at) => {
      this.line(paintLabel(at === 0 ? label : hang) + paint(line));
    });
  }

  /** A rule across the page with a title in it. */
  rule(title: string): void {
    const shown = truncate(title, this.width - 8);
    const head = `── ${shown} `;
    this.gap();
    this.line(
      this.palette.quiet('── ') +
        this.palette.strong(shown) +
        this.palette.quiet(` ${'─'.repeat(Math.max(3, this.width - displayWidth(head)))}`),
    );
  }

  toString(): string {
    while (this.#lines.at(-1) === '') this.#lines.pop();
    return `${this.#lines.join('\n')}\n`;
  }
}
