import type { Account } from '../account/account.js';
import type { EventBus, KeyMetadata, LogGroup, TopicAttributes, Trail } from '../account/answers.js';
import { itemsOf } from '../account/view.js';
import { isAbsent, pagesOf, type Question, withAnswer, withoutAnswer, withoutReads, withPages } from './edit-reads.js';
import { isMadeUp, keyArn, madeUpAnswer } from './made-up.js';
import { step, type WriteInputs } from './step.js';

type Input<O extends keyof WriteInputs> = WriteInputs[O];

/** The key is readable under its id; a key for encryption, as KMS makes it when nothing else is asked for. */
export function createKey(account: Account, region: string, input: Input<'kms:CreateKey'>): Account {
  const id = madeUpAnswer(step('kms:CreateKey', region, input)).KeyId ?? '';
  if (!isAbsent(account, describing(region, id))) return account;
  const arn = keyArn(account, region, id);
  const metadata: KeyMetadata & Readonly<Record<string, unknown>> = {
    AWSAccountId: account.account,
    KeyId: id,
    Arn: arn,
    CreationDate: account.readAt,
    Enabled: true,
    Description: input.Description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
  const described = withAnswer(account, describing(region, id), { KeyMetadata: metadata });
  return withAnswer(described, policyOf(region, arn), { Policy: input.Policy, PolicyName: 'default' });
}

/** The key is described under the alias, and under the alias's ARN, as it is under its own id. */
export function createAlias(account: Account, region: string, alias: string, target: string): Account {
  const metadata = metadataOf(account, region, target);
  const names = spellings(account, region, alias);
  if (!metadata || !names.every((name) => isAbsent(account, describing(region, name)))) return account;
  return names.reduce((after, name) => withAnswer(after, describing(region, name), { KeyMetadata: metadata }), account);
}

/** The key that a plan created last in the Region, for an alias that names it by an answer that is not known yet. */
export function newestKey(account: Account, region: string): string | null {
  const ids = account.reads.flatMap((read) =>
    read.region === region && read.operation === 'kms:DescribeKey' && isMadeUp(String(read.input.KeyId))
      ? [String(read.input.KeyId)]
      : [],
  );
  return ids.at(-1) ?? null;
}

/** A key that a topic still names by the alias is asked for, and not there. */
export function deleteAlias(account: Account, region: string, { AliasName }: Input<'kms:DeleteAlias'>): Account {
  const named = keysNamed(account, region);
  const names = spellings(account, region, AliasName);
  const arn = names.at(-1);
  return names.reduce((after, name) => {
    const question = describing(region, name);
    if (named.has(name)) return withoutAnswer(after, question, 'NotFoundException', `Alias ${arn} is not found.`);
    return withoutReads(after, (read) => asksFor(read.region, read.operation, read.input.KeyId, question));
  }, account);
}

/** A key that something depends on is described as pending deletion; of another one nothing is read any more. */
export function scheduleKeyDeletion(account: Account, region: string, key: string): Account {
  const arn = metadataOf(account, region, key)?.Arn;
  if (arn === undefined) return account;
  const after = inKeys(account, region, arn, (metadata) => inState(metadata, 'PendingDeletion'));
  const named = keysNamed(account, region);
  const isIdle = describedAs(after, region, arn).every((name) => !named.has(name));
  if (!isIdle || !isMadeUp(arn)) return after;
  const names = describedAs(after, region, arn);
  return withoutReads(
    after,
    (read) =>
      read.region === region &&
      ((read.operation === 'kms:DescribeKey' && names.includes(String(read.input.KeyId))) ||
        (read.operation === 'kms:GetKeyPolicy' && read.input.KeyId === arn)),
  );
}

/** Only between enabled and disabled: a key that is pending deletion is refused (KMSInvalidStateException). */
export function switchKey(account: Account, region: string, key: string, enabled: boolean): Account {
  const arn = metadataOf(account, region, key)?.Arn;
  if (arn === undefined) return account;
  const [from, to] = enabled ? (['Disabled', 'Enabled'] as const) : (['Enabled', 'Disabled'] as const);
  return inKeys(account, region, arn, (metadata) => (metadata.KeyState === from ? inState(metadata, to) : metadata));
}

function inState(metadata: KeyMetadata, state: 'Enabled' | 'Disabled' | 'PendingDeletion'): KeyMetadata {
  const enabled = metadata.Enabled === undefined ? {} : { Enabled: state === 'Enabled' };
  return { ...metadata, ...enabled, KeyState: state };
}

export function putKeyPolicy(account: Account, region: string, { KeyId, Policy }: Input<'kms:PutKeyPolicy'>): Account {
  const arn = metadataOf(account, region, KeyId)?.Arn ?? KeyId;
  return withPages(account, policyOf(region, arn), (page) => ({ ...page, Policy }));
}

/** What some read tells of the key that is named by its id, its ARN or an alias. */
function metadataOf(account: Account, region: string, key: string): KeyMetadata | undefined {
  const described = account.reads
    .filter((read) => read.operation === 'kms:DescribeKey' && read.region === region)
    .flatMap((read) => pagesOf(account, { ...read, operation: 'kms:DescribeKey' }).map((page) => ({ read, page })));
  return described
    .map(({ read, page }) => ({ asked: read.input.KeyId, metadata: page.KeyMetadata as KeyMetadata | undefined }))
    .find(({ asked, metadata }) => [asked, metadata?.KeyId, metadata?.Arn].includes(key))?.metadata;
}

/** As what the key was asked for. */
function describedAs(account: Account, region: string, arn: string): readonly string[] {
  return account.reads.flatMap(({ region: where, operation, input, pages }) =>
    where === region &&
    operation === 'kms:DescribeKey' &&
    pages.some((page) => (page.KeyMetadata as KeyMetadata | undefined)?.Arn === arn)
      ? [String(input.KeyId)]
      : [],
  );
}

function inKeys(
  account: Account,
  region: string,
  arn: string,
  change: (metadata: KeyMetadata) => KeyMetadata,
): Account {
  return describedAs(account, region, arn).reduce(
    (after, name) =>
      withPages(after, describing(region, name), (page) => {
        const metadata = page.KeyMetadata as KeyMetadata;
        const changed = change(metadata);
        return changed === metadata ? page : { ...page, KeyMetadata: changed };
      }),
    account,
  );
}

/** How trails, log groups, topics and the event bus of the Region spell the keys on which they depend. */
function keysNamed(account: Account, region: string): ReadonlySet<string> {
  const names = account.reads.flatMap(({ operation, pages, region: where }): readonly (string | undefined)[] => {
    if (operation === 'cloudtrail:DescribeTrails')
      return itemsOf<Trail>(pages, 'trailList').map(({ KmsKeyId }) => KmsKeyId);
    if (where !== region) return [];
    if (operation === 'logs:DescribeLogGroups')
      return itemsOf<LogGroup>(pages, 'logGroups').map(({ kmsKeyId }) => kmsKeyId);
    if (operation === 'events:DescribeEventBus') return pages.map((page) => (page as EventBus).KmsKeyIdentifier);
    if (operation !== 'sns:GetTopicAttributes') return [];
    return pages.map((page) => (page.Attributes as TopicAttributes | undefined)?.KmsMasterKeyId);
  });
  return new Set(names.filter((name) => name !== undefined));
}

function spellings({ partition, account }: Account, region: string, alias: string): readonly string[] {
  return [alias, `arn:${partition}:kms:${region}:${account}:${alias}`];
}

function asksFor(region: string, operation: string, key: unknown, question: Question): boolean {
  return region === question.region && operation === question.operation && key === question.input.KeyId;
}

const describing = (region: string, key: string): Question => ({
  region,
  operation: 'kms:DescribeKey',
  input: { KeyId: key },
});
const policyOf = (region: string, arn: string): Question => ({
  region,
  operation: 'kms:GetKeyPolicy',
  input: { KeyId: arn, PolicyName: 'default' },
});
