import { describe, expect, test } from 'vitest';
import { folderMayHold, kindOfPath, mayHold, objectName } from './object-name.js';

describe('the name of a log file', () => {
  test('tells account, Region and time', () => {
    const path =
      'AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/21/111122223333_CloudTrail_eu-central-1_20261121T1005Z_aB3dE5fG7hI9jK1l.json.gz';
    expect(objectName(path)).toEqual({
      kind: 'log',
      account: '111122223333',
      region: 'eu-central-1',
      time: '2026-11-21T10:05:00.000Z',
    });
  });

  test.each([
    ['AWSLogs/o-abc/111122223333/CloudTrail-Digest/us-east-1/2026/11/21/x.json.gz', 'digest'],
    ['111122223333_CloudTrail-Digest_us-east-1_my_trail_us-east-1_20261121T100500Z.json.gz', 'digest'],
    ['a/b/111122223333_CloudTrail-Insight_us-gov-west-1_20261121T1005Z_abc.json.gz', 'insight'],
    ['C:\\logs\\CloudTrail-Insight\\x.json', 'insight'],
    ['111122223333_CloudTrail_us-iso-east-1_20261121T1005Z_abc.json', 'log'],
    ['events.json', null],
    ['CloudTrail-Digest.json', null],
  ])('%s', (path, kind) => {
    expect(kindOfPath(path)).toBe(kind);
  });
});

describe('which files a range asks for', () => {
  const range = { since: '2026-11-20T10:00:00.000Z', until: '2026-11-20T12:00:00.000Z' };
  test.each([
    ['2026-11-20T09:00:00.000Z', false],
    ['2026-11-20T09:50:00.000Z', true],
    ['2026-11-20T11:00:00.000Z', true],
    ['2026-11-21T11:00:00.000Z', true],
    ['2026-11-21T12:00:00.000Z', false],
  ])('%s: %s', (time, expected) => {
    expect(mayHold(time, range)).toBe(expected);
  });

  test.each([
    ['2025', false],
    ['2026', true],
    ['2026/10', false],
    ['2026/11', true],
    ['2026/12', false],
    ['2026/11/19', false],
    ['2026/11/20', true],
    ['2026/11/21', true],
    ['2026/11/22', false],
  ])('folder %s: %s', (date, expected) => {
    expect(folderMayHold(date, range)).toBe(expected);
  });

  test('without bounds everything', () => {
    expect(mayHold('2013-01-01T00:00:00.000Z', { since: null, until: null })).toBe(true);
    expect(folderMayHold('2013', { since: null, until: null })).toBe(true);
  });
});
