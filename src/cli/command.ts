import type { Io } from './io.js';

/** What a command is given besides its options. */
export interface Context {
  readonly io: Io;
  /** The status with which the program will end; 0 when a command says nothing. */
  readonly end: (status: number) => void;
}

/** Examples below a command's help. */
export function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
  return `\nExamples:\n${lines.map(([command, what]) => `  $ ${`trailproof ${command}`.trimEnd()}\n      ${what}`).join('\n')}\n`;
}
