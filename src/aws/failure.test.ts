import { describe, expect, it } from 'vitest';
import { failureOf, isExpired, isUnreachable, kindOf } from './failure.js';

describe('failureOf', () => {
  it('names what the SDK threw, on one line', () => {
    const error = Object.assign(new Error('first\n  second'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    expect(failureOf(error)).toEqual({ code: 'AccessDenied', message: 'first second', status: 403 });
  });

  it('finds the code of a connection that several addresses refused', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new AggregateError([refused], ''), { code: 'ECONNREFUSED' });
    const failure = failureOf(error);
    expect(failure).toMatchObject({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED ::1:1' });
    expect(isUnreachable(failure)).toBe(true);
  });

  it.each(['text', undefined, null, 1])('has words for a thrown %s', (thrown) => {
    expect(failureOf(thrown)).toEqual({ code: 'Error', message: String(thrown), status: undefined });
  });

  it('cuts a message that is too long to read', () => {
    expect(failureOf(new Error('x'.repeat(5000))).message.length).toBeLessThan(500);
  });
});

describe('kindOf', () => {
  const of = (code: string, status?: number) => kindOf({ code, message: '', status });

  it.each([
    ['Anything', 501, 'unsupported'],
    ['Anything', 429, 'throttled'],
    ['Anything', 500, 'failed'],
    ['Anything', 503, 'failed'],
    ['Anything', 403, 'failed'],
    ['SyntaxError', 500, 'failed'],
    ['NotFoundException', 400, 'not-found'],
    ['TrailNotFoundException', 400, 'failed'],
    ['UnsupportedOperationException', 400, 'failed'],
  ])('%s with status %i is %s', (code, status, kind) => {
    expect(of(code, status)).toBe(kind);
  });
});

describe('isExpired', () => {
  it('knows an ended session of single sign-on from credentials that were never there', () => {
    const of = (message: string) => isExpired({ code: 'CredentialsProviderError', message, status: undefined });
    expect(of('The SSO session associated with this profile has expired')).toBe(true);
    expect(of('Could not load credentials from any providers')).toBe(false);
  });
});
