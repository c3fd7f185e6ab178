import type { Change, Plan } from '../change.js';
import { bashScript } from './bash.js';
import type { EmitOptions, EmittedFile } from './emission.js';
import { powershellScript } from './powershell.js';

/** AWS CLI steps to be printed as a script. */
export interface Script {
  readonly plan: Plan;
  /** Of the plan's changes, those that the script makes. */
  readonly changes: readonly Change[];
  /** Lines for the reader, after the plan's own notes. */
  readonly notes: readonly string[];
}

/** `name` without its ending, which is the shell's. */
export function scriptFile(name: string, script: Script, { shell }: EmitOptions): EmittedFile {
  switch (shell) {
    case 'bash':
      return { name: `${name}.sh`, text: bashScript(script) };
    case 'powershell':
      return { name: `${name}.ps1`, text: powershellScript(script) };
  }
}
