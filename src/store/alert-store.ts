import { SEVERITIES, type Severity } from '../catalogue/rule.js';
import type { Alert, AlertStatus } from '../detect/alert.js';
import { type Json, parseJson, printJson } from '../predicate/json.js';
import { openSqlite, type Row, type Sqlite } from './sqlite.js';
import { StoreError } from './store-error.js';

/** Alerts over time: what one scan raised, the next one finds. */
export interface AlertStore {
  /** Keeps them. One that is kept already stays as it is, but for what later events or a second look tell of it. */
  save(alerts: readonly Alert[], at: string): Saved;
  /** The latest first. */
  list(wanted: Wanted): readonly KeptAlert[];
  /** By its id, or by the beginning of it where only one begins so. */
  find(id: string): readonly KeptAlert[];
  close(): void;
}

export interface Saved {
  readonly added: number;
  readonly changed: number;
}

export interface KeptAlert {
  readonly alert: Alert;
  /** When a scan first raised it, and when one last changed it. ISO 8601. */
  readonly added: string;
  readonly changed: string;
}

/** Absent: all. */
export interface Wanted {
  readonly rule?: string | undefined;
  readonly status?: AlertStatus | undefined;
  /** This one and those above it. */
  readonly severity?: Severity | undefined;
  readonly account?: string | undefined;
  readonly key?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Rises with every change of the tables. */
const VERSION = 1;

const TABLES = `
create table alerts (
  id text primary key,
  rule text not null,
  severity integer not null,
  time text,
  account text,
  region text,
  key text,
  status text not null,
  alert text not null,
  added text not null,
  changed text not null
) strict`;

/** `sqlite:FILE`. Rejects with a StoreError. */
export async function openAlertStore(place: string, create: boolean): Promise<AlertStore> {
  const sqlite = await openSqlite(fileOf(place), create);
  try {
    prepare(sqlite, place);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return {
    save(alerts, at) {
      const saved = { added: 0, changed: 0 };
      sqlite.transaction(() => {
        for (const alert of alerts) {
          const done = keep(sqlite, alert, at);
          if (done !== 'same') saved[done]++;
        }
      });
      return saved;
    },
    list: (wanted) => rowsOf(sqlite, wanted).map(keptOf),
    find: (id) => sqlite.all('select * from alerts where substr(id, 1, length(?1)) = ?1 order by id', id).map(keptOf),
    close: () => sqlite.close(),
  };
}

function fileOf(place: string): string {
  const file = /^sqlite:(.+)$/s.exec(place)?.[1];
  if (file === undefined) throw new StoreError(`\`${place}\` is not a store`, 'write `sqlite:FILE`');
  return file.replace(/^\/\/(?=\/)/, '');
}

function prepare(sqlite: Sqlite, place: string): void {
  const version = Number(sqlite.all('pragma user_version')[0]?.user_version ?? 0);
  if (version === VERSION) return;
  const tables = sqlite.all("select name from sqlite_master where type = 'table'");
  if (version > VERSION) throw new StoreError(`\`${place}\` was written by a newer version`, 'update this program');
  if (tables.length > 0) throw new StoreError(`\`${place}\` holds something else`, 'name a file of its own');
  sqlite.transaction(() => {
    // Another process may have been first.
    if (sqlite.all("select name from sqlite_master where name = 'alerts'").length > 0) return;
    sqlite.run(TABLES);
    sqlite.run('create index alerts_by_time on alerts (time)');
    sqlite.run(`pragma user_version = ${VERSION}`);
  });
}

function keep(sqlite: Sqlite, alert: Alert, at: string): 'added' | 'changed' | 'same' {
  const kept = sqlite.all('select * from alerts where id = ?', alert.id)[0];
  if (kept === undefined) {
    sqlite.run(
      'insert into alerts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      alert.id,
      alert.rule,
      SEVERITIES.indexOf(alert.severity),
      alert.time,
      alert.account,
      alert.region,
      alert.key?.arn ?? null,
      alert.status,
      textOf(alert),
      at,
      at,
    );
    return 'added';
  }
  const before = keptOf(kept).alert;
  const after = merged(before, alert);
  if (after === before) return 'same';
  sqlite.run(
    'update alerts set status = ?, alert = ?, changed = ? where id = ?',
    after.status,
    textOf(after),
    at,
    alert.id,
  );
  return 'changed';
}

/** Days that are left are counted when it is shown; kept is only what stays true. */
function textOf({ key, ...alert }: Alert): string {
  return printJson({ ...alert, key: key && { ...key, daysLeft: null } } as unknown as Json);
}

/** A scan of fewer files knows less: what was learnt is not lost again. */
function merged(before: Alert, now: Alert): Alert {
  const isLater = now.status !== before.status && (now.statusEvent?.time ?? '') > (before.statusEvent?.time ?? '');
  const hasContext = before.context === null && now.context !== null;
  if (!isLater && !hasContext) return before;
  return {
    ...before,
    ...(isLater && { status: now.status, statusEvent: now.statusEvent, title: now.title, key: now.key }),
    ...(hasContext && { context: now.context }),
  };
}

function rowsOf(sqlite: Sqlite, wanted: Wanted): readonly Row[] {
  const tests: readonly (readonly [test: string, value: string | number | undefined])[] = [
    ['rule = ?', wanted.rule],
    ['status = ?', wanted.status],
    ['severity >= ?', wanted.severity && SEVERITIES.indexOf(wanted.severity)],
    ['account = ?', wanted.account],
    ['key = ?', wanted.key],
    ['time >= ?', wanted.since],
    ['time < ?', wanted.until],
  ];
  const asked = tests.filter(([, value]) => value !== undefined);
  const where = asked.length === 0 ? '' : `where ${asked.map(([test]) => test).join(' and ')}`;
  return sqlite.all(
    `select * from alerts ${where} order by time desc, severity desc, id`,
    ...asked.map(([, value]) => value!),
  );
}

function keptOf(row: Row): KeptAlert {
  return {
    alert: parseJson(String(row.alert)) as unknown as Alert,
    added: String(row.added),
    changed: String(row.changed),
  };
}
