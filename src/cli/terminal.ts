import { createInterface } from 'node:readline/promises';
import { setTimeout as after } from 'node:timers/promises';

/** Asks on a terminal; null where one of the two streams is none. `interrupted`: Ctrl-C in place of an answer. */
export function askerOn(
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  output: NodeJS.WritableStream & { readonly isTTY?: boolean },
  interrupted: () => void,
): ((question: string) => Promise<string>) | null {
  if (input.isTTY !== true || output.isTTY !== true) return null;
  return async (question) => {
    const lines = createInterface({ input, output });
    lines.on('SIGINT', () => {
      output.write('\n');
      interrupted();
    });
    try {
      // The end of the input (Ctrl-D) is no answer.
      const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
      return await Promise.race([lines.question(question), ended]);
    } finally {
      lines.close();
    }
  };
}

/** Resolves after so many milliseconds, or when the signal says so. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await after(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
