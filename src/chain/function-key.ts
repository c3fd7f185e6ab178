import type { FunctionConfiguration, KeyMetadata } from '../account/answers.js';
import { type Arn, parseArn } from '../account/arn.js';
import { doubtful, holds } from './condition.js';
import { askAnyone, doubtOf, pageOf, type World } from './evidence.js';
import type { Condition } from './link.js';
import type { KeyUse } from './topic-key.js';

const READS = ['kms:DescribeKey'] as const;
const MEND = 'give the function a key that is enabled, or subscribe an email address as well';

/**
 * Can the function’s own key be used? A function whose environment variables Lambda cannot decrypt is not run, though its state stays
 * Active; nor is one of which a snapshot or the code is encrypted with it (Lambda API reference, Invoke: KMSDisabledException,
 * KMSInvalidStateException, KMSNotFoundException). Whether it has any of these is not read, so that a key that is lost is a doubt.
 */
export function functionKeyUse(world: World, { KMSKeyArn: arn = '' }: FunctionConfiguration, own: Arn): KeyUse {
  if (arn === '') return { conditions: [], keys: [] };
  const place = parseArn(arn);
  const asked = askAnyone(world, place?.account ?? own.account, place?.region || own.region, 'kms:DescribeKey', {
    KeyId: arn,
  });
  return { conditions: [state(arn, asked)], keys: [arn] };
}

function state(arn: string, asked: ReturnType<typeof askAnyone>): Condition {
  const why = doubtOf(asked);
  if (why) return doubtful('function-key', why, READS);
  const key = pageOf<{ KeyMetadata?: KeyMetadata }>(asked)?.KeyMetadata;
  const name = key?.KeyState ?? (key?.Enabled === true ? 'Enabled' : undefined);
  if (name === 'Enabled') return holds('function-key', `the function’s key ${arn} is enabled`, READS);
  const found = key ? `is ${name ?? 'in a state that was not told'}` : 'is not there';
  const message = `the function’s key ${arn} ${found}, without which Lambda cannot decrypt what is encrypted with it`;
  return doubtful('function-key', { code: 'key-state', message }, READS, MEND);
}
