import { isArray, isObject, type Json, printJson } from '../predicate/json.js';
import { all, any, at, is, type Predicate } from '../predicate/predicate.js';
import { shortened } from './deeds.js';
import { keyArnOf } from './key-of.js';
import { member, textAt } from './member.js';
import { compareTexts } from './occurrence.js';

/** Cryptographic operations and grants of KMS: what shows that something depends on the key. */
const USES =
  /^(?:Decrypt|Encrypt|GenerateDataKey\w*|ReEncrypt\w*|CreateGrant|Sign|Verify|GenerateMac|VerifyMac|DeriveSharedSecret|Encapsulate|Decapsulate)$/;

export const isKeyUse = (event: Json): boolean =>
  textAt(event, 'eventSource') === 'kms.amazonaws.com' && USES.test(textAt(event, 'eventName') ?? '');

/** Every key that the call touched: ReEncrypt has two. */
export function keysTouched(event: Json): readonly string[] {
  const resources = member(event, 'resources');
  const named = isArray(resources) ? resources.map((resource) => textAt(resource, 'ARN')) : [];
  return [...new Set([...named, keyArnOf(event)])].filter((arn) => arn !== null);
}

const MOST_PAIRS = 8;

/** The encryption context of the call, in the order of its names; of ReEncrypt that of the key it moves from. */
export function encryptionContextOf(event: Json): Readonly<Record<string, string>> {
  const parameters = member(event, 'requestParameters');
  const context = [
    member(parameters, 'encryptionContext'),
    member(parameters, 'sourceEncryptionContext'),
    member(parameters, 'constraints', 'encryptionContextSubset'),
    member(parameters, 'constraints', 'encryptionContextEquals'),
  ].find((value) => isObject(value));
  if (!isObject(context)) return {};
  return Object.fromEntries(
    Object.entries(context)
      .sort(([a], [b]) => compareTexts(a, b))
      .slice(0, MOST_PAIRS)
      .map(([name, value]) => [shortened(name), shortened(typeof value === 'string' ? value : printJson(value))]),
  );
}

/** The key by its ARN where the record has it, which it has for every call of KMS that reached a key; or as the caller named it. */
export function usesOf(arns: readonly string[]): Predicate {
  return all(
    at(['eventSource'], is('kms.amazonaws.com')),
    any(
      ...arns.flatMap((arn) => [
        at(['resources', 'element', 'ARN'], is(arn)),
        at(['requestParameters', 'keyId'], is(arn)),
        at(['requestParameters', 'keyId'], is(arn.slice(arn.indexOf('/') + 1))),
      ]),
    ),
  );
}
