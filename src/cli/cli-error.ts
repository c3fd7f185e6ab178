import { neutraliseText } from '../report/neutralise.js';

/** The tool could not do its job: one line that says what is wrong, and what to do. */
export class CliError extends Error {
  readonly help: string | undefined;
  constructor(message: string, help?: string) {
    super(message);
    this.name = 'CliError';
    this.help = help;
  }
}

/** `trailproof: what is wrong; what to do`, on one line whatever the error holds. Never a stack trace. */
export function errorLine(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  // Where something recurses over the input: the stack is spent before anything else is.
  if (error instanceof RangeError && /call stack/.test(message)) return errorLine(TOO_DEEP);
  const help = helpOf(error);
  const text = isExpected(error) ? message : `this should not have happened: ${message}`;
  return `trailproof: ${neutraliseText(flat(help === undefined ? text : `${text}; ${help}`))}\n`;
}

const TOO_DEEP = new CliError('the input is nested too deeply to be read', 'give input with fewer levels of nesting');

/** Errors that carry a help text were foreseen; so were those of the operating system. */
function isExpected(error: unknown): boolean {
  return helpOf(error) !== undefined || error instanceof CliError;
}

function helpOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('help' in error)) return undefined;
  return typeof error.help === 'string' && error.help !== '' ? error.help : undefined;
}

function flat(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
}

const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  ERR_STRING_TOO_LONG: 'it is too large',
};

/** An error of the file system, in words. */
export function fileError(doing: string, file: string, error: unknown, help: string): CliError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  // A file that is to be written need not be there, but its folder must.
  const meaning = doing === 'write' && code === 'ENOENT' ? 'there is no such folder' : MEANINGS[code];
  return new CliError(`cannot ${doing} \`${file}\`: ${meaning ?? (code || 'it failed')}`, help);
}
