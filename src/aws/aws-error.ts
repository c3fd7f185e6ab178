/** Why an account could not be read at all: one line, and what to do next. What fails for one operation is a ReadError instead. */
export class AwsError extends Error {
  readonly code: AwsErrorCode;
  readonly help: string;
  constructor(code: AwsErrorCode, message: string, help: string) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.help = help;
  }
}

export type AwsErrorCode =
  | 'no-profile'
  | 'no-credentials'
  | 'expired-credentials'
  | 'invalid-credentials'
  | 'unreachable'
  | 'unknown-region'
  | 'no-identity'
  | 'other-account'
  // a bucket or a log group that was named could not be listed
  | 'not-read';
