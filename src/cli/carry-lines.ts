import type { Progress } from '../aws/carry-out-plan.js';
import type { StepFailure, StepOutcome } from '../change/outcome.js';
import { wrap } from '../report/columns.js';
import { neutraliseText } from '../report/neutralise.js';
import { paletteOf } from '../report/palette.js';
import { sentence } from '../report/words.js';
import { progressOn } from './collect-account.js';
import { type Io, type Sink, wantsColour, widthOf } from './io.js';

/** Tells each step as it begins, on a line that is written over, and as it ends. Lines are written one after the other. */
export class CarryLines {
  readonly #io: Io;
  readonly #sink: Sink;
  readonly #progress: ReturnType<typeof progressOn>;
  #written: Promise<void> = Promise.resolve();

  /** `sink`: standard output, unless that is for a machine. */
  constructor(io: Io, sink: Sink) {
    this.#io = io;
    this.#sink = sink;
    this.#progress = progressOn(io, 'carrying out');
  }

  tell({ change, step, position, of, outcome }: Progress, said = change.title): void {
    if (outcome === null) {
      this.#progress.show(`${position} of ${of}: ${step.operation} in ${step.region}`);
      return;
    }
    this.#progress.clear();
    const count = `${String(position).padStart(String(of).length)}/${of}`;
    const further = outcomeWords(outcome);
    this.line(
      `${markOf(outcome)} ${count} `,
      `${neutraliseText(said)}${further === '' ? '' : `: ${neutraliseText(further)}`}`,
      outcome,
    );
  }

  /** A wrapped text behind a label. */
  line(label: string, text: string, outcome?: StepOutcome): void {
    const paint = paintOf(wantsColour(this.#sink, this.#io.env), outcome);
    const lines = wrap(text, widthOf(this.#sink, this.#io.env) - label.length);
    const whole = lines.map((line, at) => (at === 0 ? paint(label) : ' '.repeat(label.length)) + line);
    this.#written = this.#written.then(() => this.#sink.write(`${whole.join('\n')}\n`));
  }

  /** When all lines are out. */
  async end(): Promise<void> {
    this.#progress.clear();
    await this.#written;
  }
}

function markOf({ outcome }: StepOutcome): string {
  switch (outcome) {
    case 'done':
    case 'already':
      return '✓';
    case 'stays':
      return '·';
    case 'failed':
      return '✗';
  }
}

function paintOf(colour: boolean, outcome: StepOutcome | undefined): (text: string) => string {
  const { good, bad, unsure, plain } = paletteOf(colour);
  switch (outcome?.outcome) {
    case undefined:
      return plain;
    case 'done':
    case 'already':
      return good;
    case 'stays':
      return unsure;
    case 'failed':
      return bad;
  }
}

function outcomeWords(outcome: StepOutcome): string {
  switch (outcome.outcome) {
    case 'done':
      return '';
    case 'already':
      return 'it is so already';
    case 'stays':
      return outcome.because;
    case 'failed':
      return failureWords(outcome);
  }
}

/** What AWS said, and what to do about it. */
function failureWords({ kind, code, message, permission }: StepFailure): string {
  const said = `${code}: ${message}`;
  switch (kind) {
    case 'denied':
      return `${sentence(said)} It needs the permission ${permission}`;
    case 'throttled':
      return `${sentence(said)} AWS was asked too often: wait a little`;
    case 'unanswered':
      return `${sentence(said)} AWS may have done it nevertheless: the undo file holds it`;
    case 'changed':
      return message;
    case 'taken':
    case 'invalid':
    case 'failed':
      return said;
  }
}
