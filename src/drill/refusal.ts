/** What AWS answered, as far as a sentence is made of it. */
interface Refused {
  readonly code: string;
  readonly message: string;
  readonly kind: string; // denied, not-found, unsupported, unreachable, throttled, …
}

/** Why a call came to nothing, and what to do: lower-case, without a final period. */
export function refusal(operation: string, { code, message, kind }: Refused): string {
  const said = `${code}: ${message.replace(/\.$/, '')}`;
  switch (kind) {
    case 'denied':
      return /explicit deny/.test(message)
        ? `a policy denies ${operation} (${said})`
        : `${operation} is not allowed: \`trailproof permissions drill\` says what is needed (${said})`;
    case 'unsupported':
      return `this endpoint does not answer ${operation}`;
    case 'unreachable':
      return `${operation} could not be asked: the endpoint cannot be reached (${said})`;
    case 'throttled':
      return `AWS limits the rate of calls: try again (${operation}: ${said})`;
  }
  return `${operation} failed (${said})`;
}
