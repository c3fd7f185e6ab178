import type { KeyMetadata, LogGroup } from '../../account/answers.js';
import { type Arn, logGroupNameOf, parseArn } from '../../account/arn.js';
import { doubtful, fails, holds } from '../condition.js';
import { accountOf, ask, askAnyone, doubtOf, listingOf, pageOf, type World } from '../evidence.js';
import type { Condition, Link } from '../link.js';
import { unknownSettings } from '../unknown-settings.js';

const READS = ['logs:DescribeLogGroups'] as const;

/** A log group that a trail names, and what was found of it. */
export interface FoundLogGroup {
  readonly link: Link;
  readonly name: string;
  /** The keys on which it depends. */
  readonly keys: readonly string[];
}

/**
 * The log group of that ARN as a link. The whole ARN identifies it (a trail's ends with `:*`): one of the same name in another
 * Region or account is another log group.
 */
export function logGroupLink(world: World, trailsArn: string): FoundLogGroup {
  const plain = withoutStar(trailsArn);
  const arn = parseArn(plain);
  const name = arn ? logGroupNameOf(arn) : null;
  if (!arn || name === null) {
    const message = `\`${trailsArn}\` is no log group’s ARN`;
    const conditions = [doubtful('exists', { code: 'arn-unknown', message }, ['cloudtrail:DescribeTrails'])];
    const { account, regions } = world.account;
    return {
      link: { kind: 'log-group', id: plain, account, region: regions[0] ?? '', conditions },
      name: '',
      keys: [],
    };
  }
  const link = { kind: 'log-group' as const, id: plain, account: arn.account, region: arn.region };
  const asked = ask(world, arn.account, arn.region, 'logs:DescribeLogGroups', { logGroupNamePrefix: name });
  const { items, more } = listingOf<LogGroup>(asked, 'logGroups');
  const group = items.find((candidate) => arnOf(candidate) === plain);
  if (!group) {
    if (!accountOf(world, arn.account)) {
      const message = `the log group belongs to account ${arn.account}, which was not read`;
      const mend = `audit account ${arn.account} together with this one`;
      const conditions = [doubtful('exists', { code: 'owner-unread', message }, READS, mend)];
      return { link: { ...link, conditions }, name, keys: [] };
    }
    const missing = fails(
      'exists',
      'there is no such log group',
      READS,
      `create the log group \`${name}\` in ${arn.region}`,
    );
    return { link: { ...link, conditions: [more ? doubtful('exists', more, READS) : missing] }, name, keys: [] };
  }
  const keys = group.kmsKeyId ? [group.kmsKeyId] : [];
  const conditions = [
    holds('exists', 'the log group is there', READS),
    classOf(group),
    ...masking(group),
    ...unknownSettings('logs:DescribeLogGroups', ['log group', group]),
    ...keys.map((key) => keyOf(world, key, arn)),
  ];
  return { link: { ...link, conditions }, name, keys };
}

const withoutStar = (arn: string): string => arn.replace(/:\*$/, '');
const arnOf = (group: LogGroup): string => withoutStar(group.logGroupArn ?? group.arn ?? '');

/** Only the standard class has metric filters. Answers that say nothing of a class are older than the other classes. */
function classOf(group: LogGroup): Condition {
  const name = group.logGroupClass ?? 'STANDARD';
  if (name === 'STANDARD') return holds('class', 'it is of the standard class', READS);
  const because = `it is of the class ${name}`;
  if (name === 'INFREQUENT_ACCESS' || name === 'DELIVERY')
    return fails(
      'class',
      `${because}, which has no metric filters`,
      READS,
      'deliver to a log group of the standard class',
    );
  return doubtful('class', { code: 'class-unknown', message: `${because}, of which nothing is known here` }, READS);
}

/**
 * A data protection policy, of the log group or of the account, masks what it takes for sensitive at every way out of the log group,
 * metric filters among them (CloudWatch Logs user guide, "Help protect sensitive log data with masking"). What it takes for sensitive
 * may be any regular expression, and is not read.
 */
function masking(group: LogGroup): readonly Condition[] {
  const inherits = group.inheritedProperties?.includes('ACCOUNT_DATA_PROTECTION') ?? false;
  if (group.dataProtectionStatus !== 'ACTIVATED' && !inherits) return [];
  const whose = inherits ? 'the account’s data protection policy' : 'its data protection policy';
  const message = `${whose} masks what metric filters look at, and what it masks was not read`;
  const mend = 'deliver to a log group without a data protection policy';
  return [doubtful('data-protection', { code: 'data-protection', message }, READS, mend)];
}

/** What a log group does whose key is gone is documented for reading, and not for what arrives: at most a doubt. */
function keyOf(world: World, key: string, place: Arn): Condition {
  const reads = ['kms:DescribeKey'] as const;
  const { account, region } = parseArn(key) ?? place;
  const asked = askAnyone(world, account, region, 'kms:DescribeKey', { KeyId: key });
  const why = doubtOf(asked);
  if (why) return doubtful('key', { ...why, message: `its key is ${key}, and ${why.message}` }, reads);
  const state = pageOf<{ KeyMetadata?: KeyMetadata }>(asked)?.KeyMetadata?.KeyState;
  if (state === 'Enabled') return holds('key', `its key ${key} is enabled`, reads);
  const message = `its key ${key} is ${state ?? 'not there'}, and whether it still takes events is not documented`;
  return doubtful('key', { code: 'key-unusable', message }, reads, 'give the log group a key that is enabled, or none');
}
