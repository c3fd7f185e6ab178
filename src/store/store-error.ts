/** The store could not be opened, read or written: one line, and what to do next. */
export class StoreError extends Error {
  readonly help: string;
  constructor(message: string, help: string) {
    super(message);
    this.name = 'StoreError';
    this.help = help;
  }
}
