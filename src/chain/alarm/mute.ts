import { FALSE, type Reason, TRUE, unknown } from '../../predicate/predicate.js';
import type { Condition } from '../link.js';
import { settingsInDoubt } from '../unknown-settings.js';
import { type Alarms, isComplete, type ListedMuteRule, whyIncomplete } from './publication.js';

/**
 * Whether a mute rule silences the alarm now. A rule whose status is ACTIVE mutes all actions of the alarms that it names (user
 * guide, "Alarm Mute Rules"); a scheduled one will, which is a note; an expired one never will. AWS computes the status; it is
 * taken as it was read, but for an ExpireDate that has passed by `readAt` and a StartDate that has not come.
 */
export function unmuted(alarms: Alarms, alarmName: string, readAt: string): Condition {
  const base = { code: 'unmuted', reads: ['cloudwatch:ListAlarmMuteRules', 'cloudwatch:GetAlarmMuteRule'] } as const;
  const doubts: string[] = [];
  const notes: string[] = [];
  for (const rule of alarms.muteRules) {
    const status = statusAt(rule, readAt);
    if (status === 'EXPIRED') continue;
    const unknownTargets = settingsInDoubt('list of what is muted', rule.details?.MuteTargets ?? {});
    if (unknownTargets !== null) {
      doubts.push(`of the mute rule \`${rule.name}\` ${unknownTargets}`);
      continue;
    }
    const names = namesOf(rule);
    if (names && !names.includes(alarmName)) continue;
    if (names && status === 'SCHEDULED') {
      notes.push(`the mute rule \`${rule.name}\` will silence it at times (${scheduleOf(rule)})`);
      continue;
    }
    if (names && status === 'ACTIVE')
      return {
        ...base,
        passes: FALSE,
        because: `the mute rule \`${rule.name}\` is active and silences all actions of \`${alarmName}\` (${scheduleOf(rule)})`,
        mend: `end the mute rule \`${rule.name}\`, or take \`${alarmName}\` from its targets`,
      };
    doubts.push(doubtOf(alarms, rule, names));
  }
  if (!isComplete(alarms.muteAnswer))
    doubts.push(
      `a mute rule may silence it: ${whyIncomplete(alarms, 'cloudwatch:ListAlarmMuteRules', alarms.muteAnswer)}`,
    );
  if (doubts.length > 0) {
    const why: Reason = { code: 'mute-rules', message: doubts.join('; ') };
    return { ...base, passes: unknown(why), because: why.message };
  }
  return {
    ...base,
    passes: TRUE,
    because: 'no mute rule is active for it',
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

/** Undefined where a rule names nobody: an empty list is no more documented than a missing one. */
function namesOf({ details }: ListedMuteRule): readonly string[] | undefined {
  const names = details?.MuteTargets?.AlarmNames;
  return names && names.length > 0 ? names : undefined;
}

function doubtOf(alarms: Alarms, rule: ListedMuteRule, names: readonly string[] | undefined): string {
  if (names) return `the mute rule \`${rule.name}\` has no status that we know`;
  if (rule.details && isComplete(rule.answer))
    return `the mute rule \`${rule.name}\` names no alarms, and which it silences then is not documented`;
  return `the alarms and times of the mute rule \`${rule.name}\` were not read: ${whyIncomplete(alarms, 'cloudwatch:GetAlarmMuteRule', rule.answer)}`;
}

function statusAt(rule: ListedMuteRule, readAt: string): string | undefined {
  const expires = rule.details?.ExpireDate ?? rule.expires;
  if (expires !== undefined && Date.parse(expires) <= Date.parse(readAt)) return 'EXPIRED';
  const starts = rule.details?.StartDate;
  if (starts !== undefined && Date.parse(starts) > Date.parse(readAt)) return 'SCHEDULED';
  // Two reads that disagree, seconds apart: the one that is worse for us.
  const statuses = [rule.details?.Status, rule.status];
  return statuses.includes('ACTIVE') ? 'ACTIVE' : (statuses[0] ?? statuses[1]);
}

function scheduleOf(rule: ListedMuteRule): string {
  const schedule = rule.details?.Rule?.Schedule;
  return [schedule?.Expression ?? 'no schedule', schedule?.Duration].filter((part) => part !== undefined).join(' for ');
}
