import { SEVERITIES, type Severity } from '../catalogue/rule.js';
import type { Alert, AlertStatus } from '../detect/alert.js';
import { retold } from '../detect/build-alert.js';
import type { KeyStates } from '../detect/key-states.js';
import { type Json, parseJson, printJson } from '../predicate/json.js';
import { KEY_STATE_TABLES, keepKeyStates, NO_KEY_STATES } from './kept-key-states.js';
import { openSqlite, type Row, type Sqlite } from './sqlite.js';
import { StoreError } from './store-error.js';

/** Alerts over time: what one scan raised, the next one finds. */
export interface AlertStore {
  /**
   * Keeps them, and what keys went through: of each alert, of this scan or an earlier one, what became of its keys is told by all that
   * is kept, in whatever order it came. One that is kept already stays as it is otherwise, but for what a second look tells of it.
   */
  save(alerts: readonly Alert[], at: string, keyStates?: KeyStates): Saved;
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
const VERSION = 2;

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

const ALL_TABLES = [TABLES, ...KEY_STATE_TABLES, 'create index alerts_by_time on alerts (time)'];

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
    save(alerts, at, keyStates = NO_KEY_STATES) {
      const added = new Set<string>();
      const changed = new Set<string>();
      sqlite.transaction(() => {
        for (const alert of alerts) {
          const done = keep(sqlite, alert, at);
          if (done !== 'same') (done === 'added' ? added : changed).add(alert.id);
        }
        for (const { id, status } of keepKeyStates(sqlite, keyStates)) {
          const [row] = sqlite.all('select * from alerts where id = ?', id);
          if (row === undefined) continue;
          const before = keptOf(row).alert;
          const after = retold(before, status);
          if (!isToldAnew(before, after)) continue;
          update(sqlite, after, at);
          if (!added.has(id)) changed.add(id);
        }
      });
      return { added: added.size, changed: changed.size };
    },
    list: (wanted) => rowsOf(sqlite, wanted).map(keptOf),
    find: (id) => sqlite.all('select * from alerts where substr(id, 1, length(?1)) = ?1 order by id', id).map(keptOf),
    close: () => sqlite.close(),
  };
}

function fileOf(place: string): string {
  const file = /^sqlite:(.+)$/s.exec(place)?.[1];
  if (file === undefined) throw new StoreError(`\`${place}\` is not a store`, 'write `sqlite:FILE`');
  // To SQLite these are no files: what is written there is gone with the program.
  if (/^(?::memory:|file:)/i.test(file))
    throw new StoreError(`\`${place}\` keeps nothing`, 'name a file: `sqlite:alerts.db`');
  return file.replace(/^\/\/(?=\/)/, '');
}

function prepare(sqlite: Sqlite, place: string): void {
  const version = Number(sqlite.all('pragma user_version')[0]?.user_version ?? 0);
  if (version === VERSION) return;
  const tables = sqlite.all("select name from sqlite_master where type = 'table'");
  if (version > VERSION) throw new StoreError(`\`${place}\` was written by a newer version`, 'update this program');
  if (version > 0 && version < VERSION)
    throw new StoreError(`\`${place}\` was written by an earlier version`, 'name another file, and scan again');
  if (tables.length > 0) throw new StoreError(`\`${place}\` holds something else`, 'name a file of its own');
  sqlite.transaction(() => {
    // Another process may have been first.
    if (sqlite.all("select name from sqlite_master where name = 'alerts'").length > 0) return;
    for (const table of ALL_TABLES) sqlite.run(table);
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
  update(sqlite, after, at);
  return 'changed';
}

function update(sqlite: Sqlite, alert: Alert, at: string): void {
  sqlite.run(
    'update alerts set status = ?, alert = ?, changed = ? where id = ?',
    alert.status,
    textOf(alert),
    at,
    alert.id,
  );
}

/** Days that are left are counted when it is shown; kept is only what stays true. */
function textOf({ key, ...alert }: Alert): string {
  return printJson({ ...alert, key: key && { ...key, daysLeft: null } } as unknown as Json);
}

function isToldAnew(before: Alert, { status, statusEvent }: Alert): boolean {
  return (
    status !== before.status ||
    statusEvent?.id !== before.statusEvent?.id ||
    statusEvent?.time !== before.statusEvent?.time
  );
}

/** A scan of fewer files knows less: what was learnt is not lost again. What became of its keys is not told by one scan alone. */
function merged(before: Alert, now: Alert): Alert {
  return before.context === null && now.context !== null ? { ...before, context: now.context } : before;
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
