import type { Account } from '../account/account.js';
import type { KeyMetadata } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { canonical } from '../account/canonical.js';
import { answerTo } from '../account/view.js';
import { isAwsManagedSnsKey } from '../chain/policy-key.js';
import type { Question } from './edit-reads.js';
import { keyPolicyOf, topicOf, topicsIn } from './look.js';
import { topicKeyPolicy } from './policies.js';
import type { WriteInputs } from './step.js';

/** The name of the key that a topic is given. `isMade`: an earlier run made it. */
interface TopicKey {
  readonly alias: string;
  readonly isMade: boolean;
}

export function topicKeyInput(account: Account, topic: string): WriteInputs['kms:CreateKey'] {
  const { region, resource: name } = parseArn(topic)!;
  return { Description: `Encrypts the SNS topic ${name}`, Policy: topicKeyPolicy(account, region) };
}

/** Null: whether a name is free could not be read, and a topic is not to be encrypted with a key of somebody else. */
export function topicKeyOf(account: Account, topic: string): TopicKey | null {
  const found = lookedUp(account, topic);
  return found.kind === 'unreadable' ? null : { alias: found.alias, isMade: found.kind === 'made' };
}

/** What must be asked before a topic of the account is given a key: is the name free? Where it is taken, the next one is asked for. */
export function topicKeyQuestions(account: Account): readonly Question[] {
  return topicsIn(account).flatMap((topic) => {
    const arn = parseArn(topic);
    if (arn?.account !== account.account || !isAwsManagedSnsKey(topicOf(account, topic)?.KmsMasterKeyId ?? ''))
      return [];
    const found = lookedUp(account, topic);
    return found.kind === 'unasked' ? [describing(arn.region, found.alias)] : [];
  });
}

type LookedUp =
  | { readonly kind: 'free' | 'unasked' | 'made'; readonly alias: string }
  | { readonly kind: 'unreadable' };

/** `x-alerts`, or the first of `x-alerts-2`, … that names no key, or the key that an earlier run made for the topic. */
function lookedUp(account: Account, topic: string): LookedUp {
  const { region, resource } = parseArn(topic)!;
  // An alias has at most 256 characters, and so has the name of a topic.
  const base = `alias/${resource.replace(/\.fifo$/, '').slice(0, 230)}-alerts`;
  for (let count = 1; ; count++) {
    const alias = count === 1 ? base : `${base}-${count}`;
    const answer = answerTo(account, region, 'kms:DescribeKey', { KeyId: alias });
    if (answer.kind === 'not-found') return { kind: 'free', alias };
    if (answer.kind === 'not-read') return { kind: 'unasked', alias };
    if (answer.kind !== 'answered') return { kind: 'unreadable' };
    if (isOurs(account, region, topic, answer.pages[0]?.KeyMetadata as KeyMetadata | undefined))
      return { kind: 'made', alias };
  }
}

function isOurs(account: Account, region: string, topic: string, key: KeyMetadata | undefined): boolean {
  const { Description, Policy } = topicKeyInput(account, topic);
  return (
    key?.KeyManager === 'CUSTOMER' &&
    key.KeyState === 'Enabled' &&
    key.Description === Description &&
    isSameDocument(keyPolicyOf(account, region, key.Arn ?? ''), Policy)
  );
}

function isSameDocument(found: string | null, wanted: string): boolean {
  const read = (text: string) => JSON.stringify(canonical(JSON.parse(text)));
  try {
    return found !== null && read(found) === read(wanted);
  } catch {
    return false; // not JSON: not what we wrote
  }
}

function describing(region: string, alias: string): Question {
  return { region, operation: 'kms:DescribeKey', input: { KeyId: alias } };
}
