import { describe, expect, it } from 'vitest';
import { isFalse, isTrue } from '../predicate/fold.js';
import { deliveryOf } from './delivery.js';

const AT = '2026-03-01T12:00:00Z';
const LONG_AGO = '2025-01-01T00:00:00Z';
const verdict = (status: Parameters<typeof deliveryOf>[0]) => {
  return words(deliveryOf({ IsLogging: true, ...status }, AT));
};

function words({ passes, note, isAwaited }: ReturnType<typeof deliveryOf>): string {
  const said = isAwaited ? ' as long as it is awaited' : note ? ' with a note' : '';
  if (isAwaited) expect(note).toBeDefined();
  return `${isTrue(passes) ? 'holds' : isFalse(passes) ? 'fails' : 'doubt'}${said}`;
}

describe('delivery to CloudWatch Logs', () => {
  it.each([
    [
      'both fresh',
      { LatestDeliveryTime: '2026-03-01T11:55:00Z', LatestCloudWatchLogsDeliveryTime: '2026-03-01T11:57:00Z' },
      'holds',
    ],
    [
      'an hour behind S3',
      { LatestDeliveryTime: '2026-03-01T11:55:00Z', LatestCloudWatchLogsDeliveryTime: '2026-03-01T10:55:00Z' },
      'holds',
    ],
    [
      'more than an hour behind S3',
      { LatestDeliveryTime: '2026-03-01T11:55:00Z', LatestCloudWatchLogsDeliveryTime: '2026-03-01T10:54:59Z' },
      'fails',
    ],
    [
      'S3 has stopped, the log group has not',
      { LatestDeliveryTime: '2026-02-01T00:00:00Z', LatestCloudWatchLogsDeliveryTime: '2026-03-01T11:57:00Z' },
      'holds',
    ],
    [
      'fresh, with an error',
      { LatestCloudWatchLogsDeliveryTime: '2026-03-01T11:57:00Z', LatestCloudWatchLogsDeliveryError: 'AccessDenied' },
      'fails',
    ],
    [
      'an empty error is none',
      { LatestCloudWatchLogsDeliveryTime: '2026-03-01T11:57:00Z', LatestCloudWatchLogsDeliveryError: '' },
      'holds',
    ],
    [
      'a quiet account',
      { LatestDeliveryTime: '2026-02-20T00:00:00Z', LatestCloudWatchLogsDeliveryTime: '2026-02-20T00:00:00Z' },
      'holds with a note',
    ],
    ['old, and nothing of S3', { LatestCloudWatchLogsDeliveryTime: '2026-02-20T00:00:00Z' }, 'doubt'],
    [
      'old, and S3 fails',
      {
        LatestDeliveryTime: '2026-02-20T00:00:00Z',
        LatestCloudWatchLogsDeliveryTime: '2026-02-20T00:00:00Z',
        LatestDeliveryError: 'NoSuchBucket',
      },
      'doubt',
    ],
    [
      'none since logging started again',
      {
        StartLoggingTime: '2026-02-21T00:00:00Z',
        LatestDeliveryTime: '2026-02-20T00:00:00Z',
        LatestCloudWatchLogsDeliveryTime: '2026-02-20T00:00:00Z',
      },
      'doubt',
    ],
    [
      'started again just now',
      {
        StartLoggingTime: '2026-03-01T11:30:00Z',
        LatestDeliveryTime: '2026-02-20T00:00:00Z',
        LatestCloudWatchLogsDeliveryTime: '2026-02-20T00:00:00Z',
      },
      'holds as long as it is awaited',
    ],
    ['never, S3 has', { StartLoggingTime: LONG_AGO, LatestDeliveryTime: '2026-03-01T11:55:00Z' }, 'fails'],
    ['never, S3 fails', { StartLoggingTime: LONG_AGO, LatestDeliveryError: 'NoSuchBucket' }, 'fails'],
    ['never, and nothing is reported at all', { StartLoggingTime: LONG_AGO }, 'doubt'],
    ['just started', { StartLoggingTime: '2026-03-01T11:00:00Z' }, 'holds as long as it is awaited'],
    [
      'just started, S3 first',
      { StartLoggingTime: '2026-03-01T11:30:00Z', LatestDeliveryTime: '2026-03-01T11:55:00Z' },
      'holds as long as it is awaited',
    ],
    [
      'just started, with an error',
      { StartLoggingTime: '2026-03-01T11:30:00Z', LatestCloudWatchLogsDeliveryError: 'AccessDenied' },
      'fails',
    ],
    ['started while it was read', { StartLoggingTime: '2026-03-01T12:00:30Z' }, 'holds as long as it is awaited'],
    [
      'started an hour and a second ago',
      { StartLoggingTime: '2026-03-01T10:59:59Z', LatestDeliveryTime: '2026-03-01T11:55:00Z' },
      'fails',
    ],
    ['starts far in the future', { StartLoggingTime: '2027-01-01T00:00:00Z' }, 'doubt'],
    ['nothing known', {}, 'doubt'],
    ['times that are none', { StartLoggingTime: 'soon', LatestCloudWatchLogsDeliveryTime: '' }, 'doubt'],
  ])('%s', (_name, status, expected) => {
    expect(verdict(status)).toBe(expected);
  });
});

describe('delivery to a log group that was only just made', () => {
  const ago = (minutes: number) => Date.parse(AT) - minutes * 60_000;
  const never = { IsLogging: true, StartLoggingTime: LONG_AGO, LatestDeliveryTime: '2026-03-01T11:55:00Z' };
  const stopped = { ...never, LatestCloudWatchLogsDeliveryTime: '2026-02-01T00:00:00Z' };
  const judged = (status: Parameters<typeof deliveryOf>[0], made: number | null) => words(deliveryOf(status, AT, made));

  it('is waited for, as after the start of the trail', () => {
    expect(judged(never, ago(20))).toBe('holds as long as it is awaited');
    expect(judged(stopped, ago(20))).toBe('holds as long as it is awaited');
    expect(judged({ ...never, LatestCloudWatchLogsDeliveryTime: '2026-03-01T11:57:00Z' }, ago(20))).toBe('holds');
  });

  it('is not waited for after an hour, nor where an error is reported, nor where it is not known when it was made', () => {
    expect(judged(never, ago(61))).toBe('fails');
    expect(judged(stopped, ago(61))).toBe('fails');
    expect(judged(never, null)).toBe('fails');
    expect(judged({ ...never, LatestCloudWatchLogsDeliveryError: 'AccessDenied' }, ago(20))).toBe('fails');
  });
});
