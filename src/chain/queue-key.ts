import type { KeyMetadata } from '../account/answers.js';
import { type Arn, parseArn } from '../account/arn.js';
import { doubtful, fails, holds } from './condition.js';
import { ask, askAnyone, doubtOf, pageOf, type World } from './evidence.js';
import type { Condition } from './link.js';
import { type Fanout, queueKeyPermitsUse } from './policy-endpoint.js';
import { type KeyUse, keyKind, keyState } from './topic-key.js';

const QUEUE = ['sqs:GetQueueAttributes'] as const;
const DESCRIBE = ['kms:DescribeKey'] as const;
const POLICY = ['kms:GetKeyPolicy'] as const;
const MEND = 'encrypt the queue with a customer managed key that lets sns.amazonaws.com use it, or with SSE-SQS';

/**
 * May SNS use the key that encrypts the queue? `spelled`: the attribute KmsMasterKeyId, an ID, an ARN or an alias; without it SQS
 * encrypts by itself, or nobody does. The key that AWS manages for SQS is for the account's own principals: services need a customer
 * managed one (SQS developer guide, "Key management", permissions for AWS services).
 */
export function queueKeyUse(world: World, spelled: string, queue: Arn, fanout: Fanout): KeyUse {
  if (spelled === '') return { conditions: [], keys: [] };
  if (/(^|:)alias\/aws\/sqs$/.test(spelled)) return { conditions: [managed(spelled, QUEUE)], keys: [] };
  const place = parseArn(spelled);
  const region = place?.region ?? queue.region;
  // An alias or an ID without an ARN is another key in another account.
  const asks = place ? askAnyone : ask;
  const described = asks(world, place?.account ?? queue.account, region, 'kms:DescribeKey', { KeyId: spelled });
  const why = doubtOf(described);
  if (why) return { conditions: [doubtful('queue-key', why, DESCRIBE)], keys: [spelled] };
  const key = pageOf<{ KeyMetadata?: KeyMetadata }>(described)?.KeyMetadata;
  if (!key) return { conditions: [fails('queue-key', `there is no key ${spelled}`, DESCRIBE, MEND)], keys: [spelled] };
  const arn = key.Arn ?? spelled;
  if (key.KeyManager === 'AWS') return { conditions: [managed(arn, DESCRIBE)], keys: [arn] };
  const found = [keyState(key, arn, MEND), ...keyKind(key, arn, 'queue', queue.region)];
  return {
    conditions: [
      ...found.map((condition) => ({ ...condition, code: `queue-${condition.code}` })),
      policy(world, arn, region, fanout),
    ],
    keys: [arn],
  };
}

function managed(key: string, reads: typeof QUEUE | typeof DESCRIBE): Condition {
  const because = `the queue is encrypted with ${key}, whose policy lets no other service use it and cannot be changed`;
  return fails('queue-key', because, reads, MEND);
}

function policy(world: World, arn: string, region: string, fanout: Fanout): Condition {
  const owner = parseArn(arn)?.account ?? '';
  const asked = askAnyone(world, owner, region, 'kms:GetKeyPolicy', { KeyId: arn, PolicyName: 'default' });
  const why = doubtOf(asked);
  if (why) return doubtful('queue-key-policy', why, POLICY);
  const { answer, because } = queueKeyPermitsUse(pageOf<{ Policy?: string }>(asked)?.Policy, arn, fanout);
  const message = `the policy of the queue’s key: ${because}`;
  const mend = 'let sns.amazonaws.com use the queue’s key in its policy (kms:GenerateDataKey*, kms:Decrypt)';
  switch (answer) {
    case 'yes':
      return holds('queue-key-policy', message, POLICY);
    case 'no':
      return fails('queue-key-policy', message, POLICY, mend);
    case 'unknown':
      return doubtful('queue-key-policy', { code: 'queue-key-policy', message }, POLICY, mend);
  }
}
