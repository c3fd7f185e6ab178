import { courseOf, type KeyChange, type KeyStates } from '../detect/key-states.js';
import { follow, type Status, worst } from '../detect/status.js';
import type { Row, Sqlite } from './sqlite.js';

export const NO_KEY_STATES: KeyStates = { changes: [], losses: new Map() };

/** `losses`: of each alert the last call that took away each of its keys. */
export const KEY_STATE_TABLES = [
  `create table changes (
    subject text not null,
    time integer not null,
    identity text not null,
    event text not null,
    name text not null,
    primary key (subject, time, identity)
  ) strict, without rowid`,
  `create table losses (
    alert text not null,
    subject text not null,
    time integer not null,
    identity text not null,
    event text not null,
    name text not null,
    primary key (alert, subject)
  ) strict, without rowid`,
  'create index losses_by_subject on losses (subject)',
];

/** Keeps them; gives what became of the alerts of which more is known now. What was kept already is not written again. */
export function keepKeyStates(
  sqlite: Sqlite,
  { changes, losses }: KeyStates,
): readonly { readonly id: string; readonly status: Status }[] {
  const alerts = new Set<string>();
  for (const change of changes) {
    if (!keepChange(sqlite, change)) continue;
    for (const { alert } of sqlite.all('select alert from losses where subject = ?', change.subject))
      alerts.add(String(alert));
  }
  for (const [alert, own] of losses) {
    alerts.add(alert);
    for (const loss of own) keepLoss(sqlite, alert, loss);
  }
  return [...alerts].map((id) => ({ id, status: statusOf(sqlite, id) }));
}

/** False: it was there. */
function keepChange(sqlite: Sqlite, { subject, time, identity, eventId, name }: KeyChange): boolean {
  const place = [subject, time, identity] as const;
  if (sqlite.all('select 1 from changes where subject = ? and time = ? and identity = ?', ...place).length > 0)
    return false;
  sqlite.run('insert into changes values (?, ?, ?, ?, ?)', ...place, eventId, name);
  return true;
}

/** A scan of fewer files may know an earlier one only. */
function keepLoss(sqlite: Sqlite, alert: string, { subject, time, identity, eventId, name }: KeyChange): void {
  const [known] = sqlite.all('select time, identity from losses where alert = ? and subject = ?', alert, subject);
  if (known && (Number(known.time) > time! || (Number(known.time) === time && String(known.identity) >= identity)))
    return;
  sqlite.run('insert or replace into losses values (?, ?, ?, ?, ?, ?)', alert, subject, time, identity, eventId, name);
}

function statusOf(sqlite: Sqlite, alert: string): Status {
  const losses = sqlite.all('select * from losses where alert = ? order by subject', alert).map(changeOf);
  return worst(
    losses.map((loss) =>
      follow(loss, courseOf(sqlite.all('select * from changes where subject = ?', loss.subject).map(changeOf))),
    ),
  );
}

const changeOf = ({ subject, time, identity, event, name }: Row): KeyChange => ({
  subject: String(subject),
  time: Number(time),
  identity: String(identity),
  eventId: String(event),
  name: String(name),
});
