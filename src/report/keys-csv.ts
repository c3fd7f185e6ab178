import type { KeyReport, KeysReport } from '../keys/keys-report.js';
import { csvField } from './csv.js';

const columns: Readonly<Record<string, (key: KeyReport) => string | number | null>> = {
  account: ({ account }) => account,
  region: ({ region }) => region,
  arn: ({ arn }) => arn,
  aliases: ({ aliases }) => aliases?.join(' ') ?? null,
  description: ({ description }) => description,
  state: ({ state }) => state,
  danger: ({ danger }) => danger,
  deletion_date: ({ deletionDate }) => deletionDate,
  days_left: ({ daysLeft }) => daysLeft,
  scheduled_by: ({ past }) => past?.scheduled?.who ?? null,
  scheduled_at: ({ past }) => past?.scheduled?.time ?? null,
  disabled_by: ({ past }) => past?.disabledBefore?.who ?? null,
  disabled_at: ({ past }) => past?.disabledBefore?.time ?? null,
  origin: ({ origin }) => origin,
  material_expires: ({ materialExpires }) => materialExpires,
  spec: ({ spec }) => spec,
  usage: ({ usage }) => usage,
  multi_region: ({ multiRegion }) => (multiRegion === null ? null : multiRegion.isPrimary ? 'primary' : 'replica'),
  rotation: ({ rotation }) => (rotation === null ? null : rotation.isEnabled ? 'on' : 'off'),
  rotation_days: ({ rotation }) => rotation?.periodInDays ?? null,
  created: ({ created }) => created,
  grants: ({ grants }) => grants?.length ?? null,
  grantees: ({ grants }) => (grants === null ? null : [...new Set(grants.map(({ grantee }) => grantee))].join(' ')),
  last_used: ({ lastUse }) => lastUse?.time ?? null,
  last_operation: ({ lastUse }) => lastUse?.operation ?? null,
  uses_in_logs: ({ uses }) => uses?.reduce((sum, { count }) => sum + count, 0) ?? null,
  loss_reported: ({ reported }) => reported,
};

/** RFC 4180: one row for each key, the most urgent first; lines end in CR LF. */
export function renderKeysCsv({ keys }: Pick<KeysReport, 'keys'>): string {
  const rows = keys.map((key) => Object.values(columns).map((column) => csvField(column(key))));
  return [Object.keys(columns).map(csvField), ...rows].map((line) => `${line.join(',')}\r\n`).join('');
}
