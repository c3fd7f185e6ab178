import type { Plan } from '../change.js';

/** A plan in somebody else's words: files to be written beside each other. Running them leaves the account as `apply` does. */
export interface Emission {
  readonly files: readonly EmittedFile[];
  /** What the form cannot make or must not own, in the plan's order: AWS CLI steps in a script of its own, to be run last. */
  readonly beside: readonly Beside[];
}

export interface EmittedFile {
  readonly name: string;
  readonly text: string;
}

export interface Beside {
  /** The change's id. */
  readonly change: string;
  /** Why it is not in the form itself: lower-case, no final period. */
  readonly because: string;
}

export interface EmitOptions {
  /** Of AWS CLI steps, also of those beside another form. */
  readonly shell: 'bash' | 'powershell';
}

export type Emitter = (plan: Plan, options: EmitOptions) => Emission;
export type EmitForm = 'aws-cli' | 'terraform' | 'cloudformation';
