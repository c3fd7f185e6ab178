import type { KeyPast } from './past.js';

/** What KMS answered, as far as a sentence is made of it. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly kind: string; // denied, not-found, disabled, unreachable, throttled, …
}

/** Why a call on a key was refused, and what to do, in one sentence: lower-case, without a final period. */
export function refusalWords(operation: string, refused: Refused, region: string, past: KeyPast): string {
  const { code, message, kind } = refused;
  const said = `${code}: ${message}`;
  switch (kind) {
    case 'denied':
      return `${deniedWords(operation, message)}${policyWords(past)} (${said})`;
    case 'not-found':
      return `KMS has no such key any more: it was deleted, and what it encrypted cannot be read again (${said})`;
    case 'disabled':
      return `the Region ${region} is not enabled for this account: enable it, and recover the key there (${said})`;
    case 'unreachable':
      return `KMS in ${region} cannot be reached: check the network, and that the Region is enabled (${said})`;
    case 'throttled':
      return `KMS limits the rate of calls: run it again (${said})`;
  }
  if (code === 'KMSInvalidStateException') return `its state does not allow ${operation} (${said})`;
  return `${operation} failed: run it again (${said})`;
}

/** AWS says which kind of policy it was (IAM user guide, "Troubleshoot access denied error messages"). */
function deniedWords(operation: string, message: string): string {
  const kind = /(?:no|in an?) ([a-z -]+?)(?: policy| boundary)\b/i.exec(message)?.[0].replace(/^(?:no|in an?) /i, '');
  const explicit = /explicit deny/.test(message);
  if (kind === 'resource-based policy')
    return explicit
      ? `the key's policy denies ${operation}: whoever may change the policy must take that away`
      : `the key's policy does not allow ${operation}: whoever it allows kms:PutKeyPolicy must add it`;
  if (kind !== undefined)
    return explicit
      ? `a policy (${kind}) denies ${operation}`
      : `no ${kind} allows ${operation}: allow it, as \`trailproof permissions recover\` says`;
  return `${operation} is not allowed, by the key's policy or by IAM: \`trailproof permissions recover\` says what IAM must allow`;
}

function policyWords({ policyChanges, scheduled, takenBack }: KeyPast): string {
  const last = policyChanges.at(-1);
  if (!last) return '';
  const schedule = scheduled ?? takenBack?.schedule;
  const when = !schedule
    ? ''
    : last.time < schedule.time
      ? ', before the deletion was scheduled'
      : ', after the deletion was scheduled';
  return `; ${last.who} changed the key's policy on ${last.time}${when}: if it locks everybody out, only AWS Support can help before the deadline`;
}
