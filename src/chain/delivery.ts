import type { TrailStatus } from '../account/answers.js';
import { doubtful, fails, holds } from './condition.js';
import type { Condition } from './link.js';

const HOUR = 3_600_000;
/**
 * CloudTrail delivers to CloudWatch Logs within minutes and to S3 within about a quarter of an hour, each when there is something
 * to deliver. A CloudWatch Logs delivery that is an hour older than the S3 delivery has stopped.
 */
const USUAL_LAG = HOUR;
/** A trail that started less than this before it was read may have delivered nothing yet. */
const JUST_STARTED = HOUR;
const READS = ['cloudtrail:GetTrailStatus'] as const;
const CODE = 'delivery';

/**
 * Do the trail's events arrive in its log group? Judged by what the trail says of its own deliveries, at the time of reading.
 * `groupMade`: when the log group was made, in milliseconds since 1970, if that is known.
 */
export function deliveryOf(status: TrailStatus, readAt: string, groupMade: number | null = null): Condition {
  const error = status.LatestCloudWatchLogsDeliveryError;
  if (error !== undefined && error !== '')
    return fails(CODE, `its last delivery to CloudWatch Logs failed: ${error}`, READS, MEND);
  const logs = time(status.LatestCloudWatchLogsDeliveryTime);
  const s3 = time(status.LatestDeliveryTime);
  if (groupMade !== null && isJustBefore(groupMade, readAt) && (logs === null || logs < groupMade)) {
    const note = `the log group was made at ${iso(groupMade)}, and no delivery to it is recorded yet: audit again in an hour`;
    return awaited(holds(CODE, 'its log group was only just made, and it reports no delivery error', READS, note));
  }
  if (logs === null) return neverDelivered(status, readAt, s3);
  if (s3 !== null && s3 - logs > USUAL_LAG) {
    const behind = `its last delivery to CloudWatch Logs was at ${iso(logs)}, and S3 had one at ${iso(s3)}`;
    return fails(CODE, behind, READS, MEND);
  }
  const old = Date.parse(readAt) - logs > 24 * HOUR;
  const stale = old ? staleness(status, logs, s3, readAt) : null;
  if (stale !== null) {
    const message = `its last delivery to CloudWatch Logs was at ${iso(logs)}, and ${stale}`;
    return doubtful(CODE, { code: 'delivery-unknown', message }, READS, MEND);
  }
  const held = holds(
    CODE,
    `it delivered to CloudWatch Logs at ${iso(logs)}, and reports no error`,
    READS,
    old ? 'its last delivery to CloudWatch Logs is more than a day old' : undefined,
  );
  const started = time(status.StartLoggingTime);
  const isRestarted = started !== null && started > logs && isJustBefore(started, readAt);
  return old && isRestarted ? awaited(held) : held;
}

/** Why an old delivery may be the last one ever. The deliveries to S3 tell a quiet account from a stopped delivery, where they work. */
function staleness(status: TrailStatus, logs: number, s3: number | null, readAt: string): string | null {
  if ((status.LatestDeliveryError ?? '') !== '') return `deliveries to S3 fail: ${status.LatestDeliveryError}`;
  if (s3 === null) return 'none to S3 is known';
  const started = time(status.StartLoggingTime);
  if (started !== null && started > logs && Date.parse(readAt) - started > JUST_STARTED)
    return `there was none since logging started again at ${iso(started)}`;
  return null;
}

const MEND =
  'let the trail’s role create log streams in the log group and put events there (logs:CreateLogStream, logs:PutLogEvents)';

function neverDelivered(status: TrailStatus, readAt: string, s3: number | null): Condition {
  const started = time(status.StartLoggingTime);
  if (started === null) {
    const message = 'neither a delivery to CloudWatch Logs nor the time when logging started is known';
    return doubtful(CODE, { code: 'delivery-unknown', message }, READS, MEND);
  }
  if (isJustBefore(started, readAt)) {
    const note = `logging started at ${iso(started)}, and no delivery to CloudWatch Logs is recorded yet: audit again in an hour`;
    return awaited(holds(CODE, 'it has just started and reports no delivery error', READS, note));
  }
  const never = `it has delivered nothing to CloudWatch Logs since logging started at ${iso(started)}`;
  const reportsDeliveries = s3 !== null || (status.LatestDeliveryError ?? '') !== '';
  if (reportsDeliveries) return fails(CODE, never, READS, MEND);
  const message = `${never}, and nothing is reported about its deliveries at all`;
  return doubtful(CODE, { code: 'delivery-unknown', message }, READS, MEND);
}

function awaited(condition: Condition): Condition {
  return { ...condition, isAwaited: true };
}

function isJustBefore(at: number, readAt: string): boolean {
  return Math.abs(Date.parse(readAt) - at) <= JUST_STARTED;
}

function time(text: string | undefined): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
