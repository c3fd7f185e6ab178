import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { fakeIo } from './io.case.js';
import { run } from './program.js';

export const KEY = '0a1b2c3d-1111-4222-8333-00000000c0de';
export const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${KEY}`;

/** A call of KMS as CloudTrail records it; what differs from it is given. */
export const call = (eventName: string, time: string, over: object = {}) => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEID:alice',
    arn: 'arn:aws:sts::111122223333:assumed-role/Operations/alice',
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/Operations' } },
  },
  eventTime: `2026-11-20T${time}Z`,
  eventSource: 'kms.amazonaws.com',
  eventName,
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.10',
  requestParameters: { keyId: KEY },
  responseElements: { keyId: ARN },
  resources: [{ ARN }],
  eventID: `id-${eventName}-${time}`,
  recipientAccountId: '111122223333',
  ...over,
});

export const HARMLESS = call('DescribeKey', '09:00:00');
export const DISABLED = call('DisableKey', '10:00:00');

/** A file as CloudTrail delivers it. */
export async function writeLog(file: string, events: readonly object[]): Promise<string> {
  await writeFile(file, gzipSync(JSON.stringify({ Records: events })));
  return file;
}

export async function scan(...argv: readonly string[]) {
  return scanOf('', ...argv);
}

export async function scanOf(stdin: string, ...argv: readonly string[]) {
  const io = fakeIo({ stdin });
  const status = await run(['scan', ...argv, '--workers', '0'], io);
  return { status, ...io.written };
}

export const json = ({ out }: { readonly out: string }) => JSON.parse(out);
