import type { Alert } from '../detect/alert.js';
import { csvField } from './csv.js';

const columns: Readonly<Record<string, (alert: Alert) => string | number | null>> = {
  id: ({ id }) => id,
  rule: ({ rule }) => rule,
  severity: ({ severity }) => severity,
  risk: ({ risk }) => risk,
  time: ({ time }) => time,
  account: ({ account }) => account,
  region: ({ region }) => region,
  event_id: ({ event }) => event.id,
  event_source: ({ event }) => event.source,
  event_name: ({ event }) => event.name,
  outcome: ({ event }) => event.outcome,
  error_code: ({ event }) => event.errorCode,
  events: ({ events }) => events.join(' '),
  principal: ({ actor }) => actor.principal,
  session: ({ actor }) => actor.session,
  access_key: ({ actor }) => actor.accessKey,
  source_address: ({ actor }) => actor.sourceAddress,
  user_agent: ({ actor }) => actor.userAgent,
  mfa: ({ actor }) => (actor.mfa === null ? null : String(actor.mfa)),
  invoked_by: ({ actor }) => actor.invokedBy,
  key_arn: ({ key }) => key?.arn ?? null,
  deletion_date: ({ key }) => key?.deletionDate ?? null,
  days_left: ({ key }) => key?.daysLeft ?? null,
  status: ({ status }) => status,
  title: ({ title }) => title,
};

/** RFC 4180: one row for each alert; lines end in CR LF. */
export function renderAlertsCsv(alerts: readonly Alert[]): string {
  const rows = alerts.map((alert) => Object.values(columns).map((column) => csvField(column(alert))));
  return [Object.keys(columns).map(csvField), ...rows].map((line) => `${line.join(',')}\r\n`).join('');
}
