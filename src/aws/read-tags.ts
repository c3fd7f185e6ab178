import pLimit from 'p-limit';
import { parseArn } from '../account/arn.js';
import type { TagsByArn } from '../change/owners.js';
import { type Clients, clientsFor, closeClients } from './clients.js';
import { failureOf, kindOf } from './failure.js';
import { type AwsOptions, firstRegion, settingsOf } from './settings.js';

export interface TagsRead {
  readonly tags: TagsByArn;
  /** Whose tags could not be read: of these no owner is known. */
  readonly unread: readonly { readonly arn: string; readonly permission: string; readonly message: string }[];
}

/** The tags of these resources. Of what is not there, or whose service is not among those that are asked, there are none. */
export async function readTags(arns: readonly string[], options: AwsOptions): Promise<TagsRead> {
  const asked = arns.flatMap((arn) => {
    const place = parseArn(arn);
    const read = place && TAG_READS[place.service];
    return place && read ? [{ arn, region: place.region, read }] : [];
  });
  if (asked.length === 0) return { tags: {}, unread: [] };
  const clients = clientsFor(await settingsOf(options, await firstRegion(options)));
  const limit = pLimit(10);
  const tags: Record<string, Readonly<Record<string, string>>> = {};
  const unread: TagsRead['unread'][number][] = [];
  try {
    await Promise.all(
      asked.map(({ arn, region, read }) =>
        limit(async () => {
          try {
            tags[arn] = Object.fromEntries(
              (await read.send(clients, region, arn)).flatMap(({ Key, Value = '' }) => (Key ? [[Key, Value]] : [])),
            );
          } catch (thrown) {
            const failure = failureOf(thrown);
            const kind = kindOf(failure);
            if (kind === 'not-found' || kind === 'unsupported') return;
            unread.push({ arn, permission: read.permission, message: `${failure.code}: ${failure.message}` });
          }
        }),
      ),
    );
  } finally {
    await closeClients(clients);
  }
  return { tags, unread: unread.sort((a, b) => (a.arn < b.arn ? -1 : 1)) };
}

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

interface TagRead {
  readonly permission: string;
  readonly send: (clients: Clients, region: string, arn: string) => Promise<readonly Tag[]>;
}

/** By the service in the ARN. A resource has at most fifty tags: one page holds them. */
const TAG_READS: Readonly<Record<string, TagRead>> = {
  cloudtrail: {
    permission: 'cloudtrail:ListTags',
    async send({ cloudtrail }, region, arn) {
      const { sdk, client } = await cloudtrail(region);
      const { ResourceTagList = [] } = await client.send(new sdk.ListTagsCommand({ ResourceIdList: [arn] }));
      return ResourceTagList.flatMap(({ TagsList = [] }) => TagsList);
    },
  },
  cloudwatch: {
    permission: 'cloudwatch:ListTagsForResource',
    async send({ cloudwatch }, region, arn) {
      const { sdk, client } = await cloudwatch(region);
      return (await client.send(new sdk.ListTagsForResourceCommand({ ResourceARN: arn }))).Tags ?? [];
    },
  },
  events: {
    permission: 'events:ListTagsForResource',
    async send({ events }, region, arn) {
      const { sdk, client } = await events(region);
      return (await client.send(new sdk.ListTagsForResourceCommand({ ResourceARN: arn }))).Tags ?? [];
    },
  },
  kms: {
    permission: 'kms:ListResourceTags',
    async send({ kms }, region, arn) {
      const { sdk, client } = await kms(region);
      const { Tags = [] } = await client.send(new sdk.ListResourceTagsCommand({ KeyId: arn }));
      return Tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }));
    },
  },
  logs: {
    permission: 'logs:ListTagsForResource',
    async send({ logs }, region, arn) {
      const { sdk, client } = await logs(region);
      const { tags = {} } = await client.send(new sdk.ListTagsForResourceCommand({ resourceArn: arn }));
      return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    },
  },
  sns: {
    permission: 'sns:ListTagsForResource',
    async send({ sns }, region, arn) {
      const { sdk, client } = await sns(region);
      return (await client.send(new sdk.ListTagsForResourceCommand({ ResourceArn: arn }))).Tags ?? [];
    },
  },
};

/** The IAM actions that reading tags needs. */
export const TAG_PERMISSIONS: readonly string[] = Object.values(TAG_READS).map(({ permission }) => permission);
