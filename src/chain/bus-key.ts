import type { EventBus, KeyMetadata } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { doubtful, holds } from './condition.js';
import { ask, askAnyone, doubtOf, pageOf, type World } from './evidence.js';
import type { Condition } from './link.js';
import type { Spot } from './missing.js';
import { busKeyPermitsUse } from './policy-bus-key.js';
import type { KeyUse } from './topic-key.js';

const BUS = ['events:DescribeEventBus'] as const;
const DESCRIBE = ['kms:DescribeKey'] as const;
const POLICY = ['kms:GetKeyPolicy'] as const;
const MEND_KEY = 'encrypt the event bus with a key that is enabled, or with the one that AWS owns';

/** The ARN of the default bus of an account and Region. */
export function defaultBusArn({ partition }: World['account'], { account, region }: Spot): string {
  return `arn:${partition}:events:${region}:${account}:event-bus/default`;
}

/**
 * May EventBridge use the key with which the default bus is encrypted, if a customer managed one is? The patterns and targets of its
 * rules are encrypted with it, and events of AWS services are not (EventBridge user guide, "Encrypting EventBridge event buses with AWS
 * KMS keys"). What becomes of these events where EventBridge cannot read its rules is not said there: never more than a doubt.
 */
export function busKeyUse(world: World, spot: Spot): KeyUse {
  const asked = ask(world, spot.account, spot.region, 'events:DescribeEventBus');
  const why = doubtOf(asked);
  if (why) return { conditions: [doubtful('key', why, BUS)], keys: [] };
  const bus = pageOf<EventBus>(asked);
  if (asked.answer.kind !== 'unsupported' && (bus?.Name ?? bus?.Arn) === undefined) {
    const silent = 'the answer about the event bus does not say which key encrypts it';
    return { conditions: [doubtful('key', { code: 'bus-unknown', message: silent }, BUS)], keys: [] };
  }
  const spelled = bus?.KmsKeyIdentifier ?? '';
  if (spelled === '')
    return { conditions: [holds('key', 'its rules are encrypted with a key that AWS owns', BUS)], keys: [] };
  const place = parseArn(spelled) ?? spot;
  // An alias or an ID without an ARN is another key in another account.
  const asks = parseArn(spelled) ? askAnyone : ask;
  const described = asks(world, place.account, place.region, 'kms:DescribeKey', { KeyId: spelled });
  const undescribed = doubtOf(described);
  if (undescribed) {
    const message = `its rules are encrypted with the key ${spelled}, and ${undescribed.message}`;
    return { conditions: [doubtful('key', { ...undescribed, message }, DESCRIBE)], keys: [spelled] };
  }
  const key = pageOf<{ KeyMetadata?: KeyMetadata }>(described)?.KeyMetadata;
  const arn = key?.Arn ?? spelled;
  return { conditions: [state(key, arn, spot), policy(world, arn, place, spot)], keys: [arn] };
}

function state(key: KeyMetadata | undefined, arn: string, spot: Spot): Condition {
  const doubt = (what: string): Condition => {
    const message = `its rules are encrypted with the key ${arn}, which is ${what}; what EventBridge then does with events is not documented`;
    return doubtful('key', { code: 'bus-key-unusable', message }, DESCRIBE, MEND_KEY);
  };
  if (key === undefined) return doubt('not there');
  if (key.KeyState !== 'Enabled') return doubt(key.KeyState ?? 'of an unknown state');
  if (key.KeySpec !== undefined && key.KeySpec !== 'SYMMETRIC_DEFAULT') return doubt(`of the kind ${key.KeySpec}`);
  if (parseArn(arn)?.region !== spot.region) return doubt(`not known to be in ${spot.region}`);
  return holds('key', `the key ${arn}, with which its rules are encrypted, is enabled`, DESCRIBE);
}

function policy(world: World, arn: string, place: Spot, spot: Spot): Condition {
  const { account, region } = parseArn(arn) ?? place;
  const asked = askAnyone(world, account, region, 'kms:GetKeyPolicy', { KeyId: arn, PolicyName: 'default' });
  const why = doubtOf(asked);
  if (why) return doubtful('key-policy', why, POLICY);
  const policyText = pageOf<{ Policy?: string }>(asked)?.Policy;
  const { answer, because } = busKeyPermitsUse(policyText, {
    keyArn: arn,
    busArn: defaultBusArn(world.account, spot),
    account: spot.account,
  });
  if (answer === 'yes') return holds('key-policy', because, POLICY);
  const mend = 'let events.amazonaws.com use the key in its policy (kms:DescribeKey, kms:GenerateDataKey, kms:Decrypt)';
  const message = `${because}; what EventBridge does with events when it cannot read its rules is not documented`;
  return doubtful('key-policy', { code: 'bus-key-policy', message }, POLICY, mend);
}
