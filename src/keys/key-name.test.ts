import { describe, expect, it } from 'vitest';
import { parseKeyName } from './key-name.js';

const ID = '11111111-2222-3333-4444-555555555555';
const PLACE = { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333' };

describe('the name of a key', () => {
  it.each([
    [ID, { key: ID, isAlias: false, place: null }],
    ['mrk-11112222333344445555666677778888', { key: 'mrk-11112222333344445555666677778888', place: null }],
    ['alias/a/b_c-d', { key: 'alias/a/b_c-d', isAlias: true, place: null }],
    [`arn:aws-cn:kms:cn-north-1:111122223333:key/${ID}`, { key: ID, isAlias: false, place: PLACE }],
    ['arn:aws-cn:kms:cn-north-1:111122223333:alias/x', { key: 'alias/x', isAlias: true, place: PLACE }],
  ])('%s', (text, expected) => expect(parseKeyName(text)).toMatchObject({ text, ...expected }));

  it.each([
    '',
    'orders',
    'alias/',
    'alias/a b',
    'key/',
    '--yes',
    `key/${ID}`,
    `arn:aws:kms:eu-west-1:111122223333:${ID}`,
    `arn:aws:kms::111122223333:key/${ID}`,
    `arn:aws:s3:eu-west-1:111122223333:key/${ID}`,
    'arn:aws:kms:eu-west-1:111122223333:grant/x',
    `arn:aws:kms:eu-west-1.example.com/:111122223333:key/${ID}`,
    `arn:aws:kms:eu-west-1:me:key/${ID}`,
  ])('`%s` is none', (text) => expect(parseKeyName(text)).toBeNull());
});
