import type { ReadError } from '../account/account.js';

/** What an SDK call threw, in the few members that are looked at. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** Thrown in the place of an answer that says that the endpoint lacks the operation, before the SDK tries to read it. */
export class OperationMissing extends Error {
  constructor() {
    super('the endpoint answered that it does not have this operation');
    this.name = 'OperationMissing';
  }
}

export function failureOf(thrown: unknown): Failure {
  if (!isRecord(thrown)) return { code: 'Error', message: oneLine(String(thrown)), status: undefined };
  const metadata = thrown.$metadata;
  const status =
    isRecord(metadata) && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
  // Node's own errors (ECONNREFUSED, ENOTFOUND) have a code, and the name `Error`.
  const named = [thrown.name, thrown.Code, thrown.code].filter((name) => typeof name === 'string');
  const code = named.find((name) => name !== '' && name !== 'Error' && name !== 'AggregateError') ?? 'Error';
  return { code, message: oneLine(messageOf(thrown) || code), status };
}

/** How often the SDK sent the call that threw. */
export function attemptsOf(thrown: unknown): number {
  const metadata = isRecord(thrown) ? thrown.$metadata : undefined;
  return isRecord(metadata) && typeof metadata.attempts === 'number' ? metadata.attempts : 1;
}

/** Thrown in the place of what the SDK would send a call again for, though nobody knows what became of it. */
export class NoAnswer extends Error {
  constructor({ code, message }: Failure) {
    super(`${code}: ${message}`);
    this.name = 'NoAnswer';
  }
}

/** Did the call end without an answer from which it is known that nothing was done? */
export function isUnanswered(failure: Failure): boolean {
  const { status, code } = failure;
  return (
    kindOf(failure) === 'failed' && !isExpired(failure) && code !== 'CredentialsProviderError' && (status ?? 500) >= 500
  );
}

/** Which kind of read error this is, once the credentials are known to be good. */
export function kindOf({ code, status }: Failure): ReadError['kind'] {
  if (MISSING.has(code) || status === 501) return 'unsupported';
  if (DENIED.has(code)) return 'denied';
  if (THROTTLED.has(code) || status === 429) return 'throttled';
  if (DISABLED.has(code)) return 'disabled';
  if (ABSENT.has(code)) return 'not-found';
  return 'failed';
}

export function isUnreachable({ code }: Failure): boolean {
  return UNREACHABLE.has(code);
}

/** Codes after which no further call can succeed. */
export function isExpired({ code, message }: Failure): boolean {
  return EXPIRED.has(code) || (code === 'CredentialsProviderError' && /expired|sso login/i.test(message));
}

/** Codes that say that the key or its signature is wrong; in a Region that is not enabled a good key gets the same answer. */
export function isInvalid({ code }: Failure): boolean {
  return INVALID.has(code);
}

const MISSING = new Set([
  'OperationMissing',
  'UnknownOperation',
  'UnknownOperationException',
  'InvalidAction',
  'NotImplemented',
  'NotImplementedError',
]);

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'UnauthorizedAccess',
  'AuthorizationError', // SNS on the wire
  'AuthorizationErrorException', // SNS in the SDK
  'NotAuthorized',
  'NotAuthorizedException',
]);

const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
]);

const INVALID = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
]);

/** A Region that was not opted into answers a good key as if it were unknown. */
const DISABLED = new Set([
  'OptInRequired',
  'SubscriptionRequiredException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
]);

/** Not among them: TrailNotFoundException. A trail is asked for after a listing showed it, so that it is there. */
const ABSENT = new Set([
  'ResourceNotFoundException',
  'ResourceNotFound',
  'NotFoundException',
  'NotFound',
  'NoSuchEntity',
  'NoSuchEntityException',
  'QueueDoesNotExist', // SQS in the SDK
  'AWS.SimpleQueueService.NonExistentQueue', // SQS on the wire
]);

const EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
  'RequestExpired',
  'RequestTimeTooSkewed',
]);

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'TimeoutError',
]);

function messageOf(thrown: Readonly<Record<string, unknown>>): string {
  const message = typeof thrown.message === 'string' ? thrown.message : '';
  // Several addresses that were all refused: Node gives an error without a message that holds the others.
  const first: unknown = Array.isArray(thrown.errors) ? thrown.errors[0] : undefined;
  if (message === '' && isRecord(first)) return messageOf(first);
  // The SDK's hint to look into the error object helps nobody who has only the line.
  return message.replace(/\s*Deserialization error: to see the raw response[\s\S]*$/, '');
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
