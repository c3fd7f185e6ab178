import type { KeyMetadata } from '../account/answers.js';
import { type Arn, parseArn } from '../account/arn.js';
import { doubtful, fails, holds } from './condition.js';
import { ask, askAnyone, doubtOf, pageOf, type World } from './evidence.js';
import type { Condition } from './link.js';
import { isAwsManagedSnsKey, keyPermitsUse } from './policy-key.js';
import type { Publisher } from './publisher.js';

const DESCRIBE = ['kms:DescribeKey'] as const;
const POLICY = ['kms:GetKeyPolicy'] as const;
/** States in which KMS refuses to use a key (KMS developer guide, "Key states"). */
const UNUSABLE = ['Disabled', 'PendingDeletion', 'PendingReplicaDeletion', 'PendingImport', 'Unavailable'];

export interface KeyUse {
  readonly conditions: readonly Condition[];
  readonly keys: readonly string[];
}

/** May the publisher use the key that encrypts the topic? `spelled`: the attribute KmsMasterKeyId, an ID, an ARN or an alias. */
export function keyUse(world: World, spelled: string, topic: Arn, publisher: Publisher): KeyUse {
  if (spelled === '') return { conditions: [], keys: [] };
  if (isAwsManagedSnsKey(spelled) && publisher.role !== undefined)
    return { conditions: [keyForRole(publisher.role, spelled)], keys: [] };
  if (isAwsManagedSnsKey(spelled)) {
    const because = `it is encrypted with ${spelled}, whose policy lets no other service use it and cannot be changed`;
    const mend = `encrypt the topic with a customer managed key that lets ${publisher.service} use it, or not at all`;
    return { conditions: [fails('key', because, ['sns:GetTopicAttributes'], mend)], keys: [] };
  }
  const place = parseArn(spelled);
  const owner = place?.account ?? topic.account;
  const region = place?.region ?? topic.region;
  // An alias or an ID without an ARN is another key in another account.
  const asks = place ? askAnyone : ask;
  const described = asks(world, owner, region, 'kms:DescribeKey', { KeyId: spelled });
  const why = doubtOf(described);
  if (why) return { conditions: [doubtful('key', why, DESCRIBE)], keys: [spelled] };
  const key = pageOf<{ KeyMetadata?: KeyMetadata }>(described)?.KeyMetadata;
  if (!key) return { conditions: [fails('key', `there is no key ${spelled}`, DESCRIBE, MEND_KEY)], keys: [spelled] };
  const arn = key.Arn ?? spelled;
  const permission =
    publisher.role === undefined
      ? policy(world, key, arn, region, publisher)
      : keyForRole(publisher.role, key.Arn ?? spelled);
  return {
    conditions: [keyState(key, arn, MEND_KEY), ...keyKind(key, arn, 'topic', topic.region), permission],
    keys: [arn],
  };
}

/**
 * A topic or a queue is encrypted with data keys, which only symmetric keys give out (KMS API reference, GenerateDataKey), and each
 * Region’s KMS knows its own keys only; SNS takes the setting without a look at the key.
 */
export function keyKind(
  { KeySpec: spec }: KeyMetadata,
  arn: string,
  what: 'topic' | 'queue',
  own: string,
): readonly Condition[] {
  if (spec !== undefined && spec !== 'SYMMETRIC_DEFAULT') {
    const because = `its key ${arn} is a key of the kind ${spec}, which gives out no data keys`;
    return [fails('key-kind', because, DESCRIBE, `encrypt the ${what} with a symmetric key`)];
  }
  const region = parseArn(arn)?.region ?? own;
  if (region === own) return [];
  const message = `its key ${arn} is in another Region than the ${what}, and whether SNS can use it is not documented`;
  return [doubtful('key-kind', { code: 'key-region', message }, DESCRIBE, `encrypt it with a key of ${own}`)];
}

/** Also the key that AWS manages for SNS may be used by the roles of its account. */
function keyForRole(role: string, key: string): Condition {
  const message = `whether ${role} may use its key ${key} is said by the role’s own policy as well, which was not read`;
  return doubtful('key-policy', { code: 'role-unread', message }, POLICY);
}

const MEND_KEY = 'encrypt the topic with a key that is enabled';

export function keyState(key: KeyMetadata, arn: string, mend: string): Condition {
  const name = key.KeyState ?? (key.Enabled === true ? 'Enabled' : 'of an unknown state');
  if (name === 'Enabled') return holds('key', `its key ${arn} is enabled`, DESCRIBE);
  const because = `its key ${arn} is ${name}`;
  if (UNUSABLE.includes(name)) return fails('key', because, DESCRIBE, mend);
  return doubtful('key', { code: 'key-state', message: because }, DESCRIBE, mend);
}

function policy(world: World, key: KeyMetadata, arn: string, region: string, publisher: Publisher): Condition {
  const { service, sourceArn, account } = publisher;
  const mend = `let ${service} use the key in its policy (kms:GenerateDataKey*, kms:Decrypt)`;
  const owner = parseArn(arn)?.account ?? account;
  const asked = askAnyone(world, owner, region, 'kms:GetKeyPolicy', { KeyId: arn, PolicyName: 'default' });
  const why = doubtOf(asked);
  const isManaged = key.KeyManager === 'AWS';
  if (why && !isManaged) return doubtful('key-policy', why, POLICY);
  const { answer, because } = keyPermitsUse(pageOf<{ Policy?: string }>(asked)?.Policy, service, sourceArn, account, {
    ...(key.KeyManager === undefined ? {} : { manager: key.KeyManager }),
    keyArn: arn,
  });
  switch (answer) {
    case 'yes':
      return holds('key-policy', because, POLICY);
    case 'no':
      return fails('key-policy', because, POLICY, mend);
    case 'unknown':
      return doubtful('key-policy', { code: 'key-policy', message: because }, POLICY, mend);
  }
}
