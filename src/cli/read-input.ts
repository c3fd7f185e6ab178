import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { CliError, fileError } from './cli-error.js';
import type { Io } from './io.js';

/** The text of a file; `-` is standard input. */
export async function readText(io: Io, file: string): Promise<string> {
  if (file === '-') {
    let text = '';
    for await (const chunk of chunksOf(io, file, true)) text += chunk;
    return text;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The lines of a file or of standard input as they come, without their ends. Of a last line without an end nothing is lost. */
export async function* linesOf(io: Io, file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunksOf(io, file)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest;
}

/** `whole`: bytes that are no UTF-8 are refused, and not replaced. */
async function* chunksOf(io: Io, file: string, whole = false): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: whole }); // drops a byte order mark
  try {
    const source: AsyncIterable<Uint8Array | string> = file === '-' ? io.stdin : createReadStream(file);
    for await (const chunk of source) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const last = decoder.decode();
    if (last !== '') yield last;
  } catch (error) {
    throw error instanceof CliError ? error : unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): CliError {
  const name = file === '-' ? 'standard input' : file;
  if (error instanceof TypeError)
    return new CliError(`\`${name}\` is not UTF-8 text`, 'save it as UTF-8, or fetch it anew');
  return fileError('read', name, error, 'name a file that exists and may be read');
}
