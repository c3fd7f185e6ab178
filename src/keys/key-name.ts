import { parseArn } from '../account/arn.js';

/** How a person names a key. */
export interface KeyName {
  readonly text: string;
  /** What KMS takes in the key's Region: an id, or `alias/…`. */
  readonly key: string;
  readonly isAlias: boolean;
  /** Of an ARN; null: it is looked for. */
  readonly place: { readonly partition: string; readonly region: string; readonly account: string } | null;
}

const ID = /^(?:mrk-)?[0-9a-f][0-9a-f-]{31,35}$/i;
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;
const ALIAS = /^alias\/[\w/-]{1,250}$/;

/** Null: neither an id, nor an ARN of a key or an alias, nor an alias with its `alias/`. */
export function parseKeyName(text: string): KeyName | null {
  const arn = parseArn(text);
  const place = arn && { partition: arn.partition, region: arn.region, account: arn.account };
  // The Region becomes part of a host name.
  if (arn && (arn.service !== 'kms' || !REGION.test(arn.region) || !/^\d{12}$/.test(arn.account))) return null;
  const key = arn ? arn.resource.replace(/^key\//, '') : text;
  if (ALIAS.test(key)) return { text, key, isAlias: true, place };
  return ID.test(key) && (!arn || arn.resource.startsWith('key/')) ? { text, key, isAlias: false, place } : null;
}
