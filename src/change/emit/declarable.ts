import { DECLARABLE_SETTINGS } from '../alarm-settings.js';

export const ALARM_MEMBERS: ReadonlySet<string> = new Set(DECLARABLE_SETTINGS);

/** The protocols of SNS that they know. */
export const PROTOCOLS: ReadonlySet<string> = new Set([
  'application',
  'email',
  'email-json',
  'firehose',
  'http',
  'https',
  'lambda',
  'sms',
  'sqs',
]);
