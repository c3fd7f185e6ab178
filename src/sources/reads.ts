import { parseArn } from '../account/arn.js';
import { partitionOf } from '../account/partition.js';
import type { Source } from './source.js';

type ScanAction = 's3:ListBucket' | 's3:GetObject' | 'kms:Decrypt' | 'logs:FilterLogEvents';

/** The IAM actions of everything that a source asks AWS for. `kms:Decrypt`: S3 asks it for the reader, of an object that a key encrypts. */
export const SOURCE_READS = {
  path: [],
  stdin: [],
  s3: ['s3:ListBucket', 's3:GetObject', 'kms:Decrypt'],
  'cloudwatch-logs': ['logs:FilterLogEvents'],
} as const satisfies Record<Source['kind'], readonly ScanAction[]>;

/** One action, and of what: a policy's statement without its Sid. */
export interface Grant {
  readonly action: ScanAction;
  readonly resource: string;
  readonly condition: Condition | null;
}

type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What reading any source needs. */
export function grantsOfAll(): readonly Grant[] {
  return Object.values(SOURCE_READS).flatMap((actions) =>
    actions.map((action) => ({ action, resource: '*', condition: action === 'kms:Decrypt' ? VIA_S3 : null })),
  );
}

/** What reading this source needs, and no more. `region`: of the log group whose name does not tell it; it also tells the partition. */
export function grantsOf(source: Source, region: string | null): readonly Grant[] {
  return SOURCE_READS[source.kind].map((action) => ({ action, ...scopeOf(action, source, region) }));
}

/** KMS sees in `kms:ViaService` which service asks for whom: `s3.REGION.amazonaws.com`. Which key it is the bucket alone knows. */
const VIA_S3: Condition = { StringLike: { 'kms:ViaService': 's3.*' } };

function scopeOf(action: ScanAction, source: Source, region: string | null): Omit<Grant, 'action'> {
  switch (source.kind) {
    case 's3': {
      const { bucket } = source;
      const prefix = `${literal(source.prefix)}*`;
      const isAccessPoint = bucket.startsWith('arn:');
      const arn = isAccessPoint ? bucket : `arn:${partitionOf(region ?? '')}:s3:::${bucket}`;
      if (action === 'kms:Decrypt') return { resource: '*', condition: VIA_S3 };
      if (action === 's3:GetObject')
        return { resource: `${arn}/${isAccessPoint ? 'object/' : ''}${prefix}`, condition: null };
      return { resource: arn, condition: source.prefix === '' ? null : { StringLike: { 's3:prefix': prefix } } };
    }
    case 'cloudwatch-logs': {
      const arn = parseArn(source.group);
      if (arn) return { resource: `${source.group}:*`, condition: null };
      const place = source.region ?? region;
      return {
        resource: `arn:${partitionOf(place ?? '')}:logs:${place ?? '*'}:*:log-group:${source.group}:*`,
        condition: null,
      };
    }
    case 'path':
    case 'stdin':
      return { resource: '*', condition: null };
  }
}

/** In a policy `*`, `?` and `$` mean something; `${*}` is the character. Source: the IAM user guide, policy variables. */
function literal(text: string): string {
  return text.replace(/[*?$]/g, (character) => `\${${character}}`);
}
