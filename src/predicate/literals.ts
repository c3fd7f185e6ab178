import type { Predicate } from './predicate.js';
import type { Text } from './text.js';
import { factorsOf } from './text-factors.js';

/**
 * Texts one of which the JSON of any match must hold, in whatever layout it was printed; null when there are none. A literal that
 * begins with `"` stands at the beginning of a string or key. No literal holds a character that JSON must write in another way; what it
 * may write in another way it writes as `\u` or `\/`: text that holds one of these may match without any literal. Of none: nothing matches.
 *
 * Literals survive JSON inside a string (the quote is `\"` there), so they serve for every wrapper of an event.
 */
export function literalsOf(predicate: Predicate): readonly string[] | null {
  const known = KNOWN.get(predicate);
  return known === undefined ? needed(predicate, false) : known;
}

/** What `literalsOf` said of this predicate before it was written down: it takes longer than to read it. */
export function knowLiterals(predicate: Predicate, literals: readonly string[] | null): void {
  KNOWN.set(predicate, literals);
}

const KNOWN = new WeakMap<Predicate, Needed>();

type Needed = readonly string[] | null;

/** Longer ones are cut. The names of AWS's resources differ late: an ARN has its account and kind before. A search may look 64 ahead. */
const LONGEST = 60;
/** Shorter ones are found in nearly every record. */
const SHORTEST = 3;
const MOST = 1024;

function needed(predicate: Predicate, isString: boolean): Needed {
  switch (predicate.kind) {
    case 'all': {
      const string = isString || predicate.of.some((part) => part.kind === 'type' && part.type === 'string');
      return predicate.of.map((part) => needed(part, string)).reduce(rarer, null);
    }
    case 'any': {
      const parts = predicate.of.map((part) => needed(part, isString));
      if (!parts.every((part) => part !== null)) return null;
      const union = [...new Set(parts.flat())];
      return union.length <= MOST ? union : null;
    }
    case 'at': {
      const { step } = predicate;
      if (typeof step === 'object' && 'derived' in step) return null; // its value need not be in the record
      const inner = needed(predicate.of, false);
      return typeof step === 'object' && 'key' in step ? rarer(inner, wordLiterals([step.key], true, true)) : inner;
    }
    case 'text':
      return textLiterals(predicate.like, isString);
    case 'not':
    case 'type':
    case 'number':
      return null;
  }
}

function textLiterals(like: Text, isString: boolean): Needed {
  return factorsOf(like)
    .map(({ words, atStart }) => wordLiterals(words, atStart, isString))
    .reduce(rarer, null);
}

/** Characters that every printer writes as they are, or as `\u`, or the slash as `\/`: not the quote and the backslash. */
const PLAIN_RUN = /[ !#-[\]-~]+/g;
/** A text in which a number could be written: it stands without quotes then. */
const NUMBER_LIKE = /^[-+.eE\d]*$/;

function wordLiterals(words: readonly string[], atStart: boolean, isString: boolean): Needed {
  const literals: string[] = [];
  for (const word of words) {
    const quoted = atStart && (isString || !NUMBER_LIKE.test(word));
    let best: string | null = null;
    for (const { 0: run, index } of word.matchAll(PLAIN_RUN)) {
      const literal = (quoted && index === 0 ? '"' : '') + run.slice(0, LONGEST);
      if (literal.length >= SHORTEST && (best === null || commonness(literal) < commonness(best))) best = literal;
    }
    if (best === null) return null;
    literals.push(best);
  }
  return [...new Set(literals)];
}

function rarer(a: Needed, b: Needed): Needed {
  if (a === null || b === null) return a ?? b;
  return cost(a) <= cost(b) ? a : b;
}

const cost = (literals: readonly string[]): number => literals.reduce((sum, literal) => sum + commonness(literal), 0);

/**
 * What most records hold. Only speed hangs on this list: which of several conjuncts is searched for.
 * (The members that every record has are in the CloudTrail user guide, "CloudTrail record contents".)
 */
const EVERYWHERE = [
  ...['eventVersion', 'userIdentity', 'principalId', 'accountId', 'accessKeyId', 'userName', 'sessionContext'],
  ...['sessionIssuer', 'attributes', 'creationDate', 'mfaAuthenticated', 'webIdFederationData', 'eventTime'],
  ...['eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'requestParameters', 'invokedBy'],
  ...['responseElements', 'additionalEventData', 'requestID', 'eventID', 'readOnly', 'eventType', 'managementEvent'],
  ...['recipientAccountId', 'eventCategory', 'tlsDetails', 'tlsVersion', 'cipherSuite', 'clientProvidedHostHeader'],
  ...['resources', 'resourceType', 'AwsApiCall', 'Management', 'AssumedRole', 'IAMUser', 'AWS Internal'],
  ...['arn:aws:iam::', 'arn:aws:sts::', 'assumed-role', '.amazonaws.com', 'us-east-1', 'aws.cloudtrail'],
];
const OFTEN = ['errorCode', 'errorMessage', 'AccessDenied', 'AWSService', 'kms.amazonaws.com', 's3.amazonaws.com'];

function commonness(literal: string): number {
  const known = COMMONNESS.get(literal);
  if (known !== undefined) return known;
  const fresh = commonnessOf(literal);
  if (COMMONNESS.size < MOST_KNOWN) COMMONNESS.set(literal, fresh);
  return fresh;
}

/** Asked again and again of the same few: of all rules, each time that two conjuncts are compared. */
const COMMONNESS = new Map<string, number>();
const MOST_KNOWN = 10_000;

function commonnessOf(literal: string): number {
  const body = literal.replace('"', '');
  if (EVERYWHERE.some((word) => word.includes(body))) return 1;
  if (OFTEN.some((word) => word.includes(body))) return 0.1;
  if (body.endsWith('.amazonaws.com')) return 0.05;
  return 0.02 * 0.6 ** literal.length;
}
