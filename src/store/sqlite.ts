import { existsSync } from 'node:fs';
import { StoreError } from './store-error.js';

export type SqliteValue = string | number | null;
export type Row = Readonly<Record<string, SqliteValue>>;

/** The little of SQLite that the store needs, whatever the driver. */
export interface Sqlite {
  run(sql: string, ...values: readonly SqliteValue[]): void;
  all(sql: string, ...values: readonly SqliteValue[]): readonly Row[];
  /** All of it or nothing; another process that writes is waited for. */
  transaction(work: () => void): void;
  close(): void;
}

const BUSY_MILLISECONDS = 10_000;

/** Opens the file, and makes it when `create`. Rejects with a StoreError. */
export async function openSqlite(file: string, create: boolean): Promise<Sqlite> {
  if (!create && !existsSync(file)) throw new StoreError(`there is no \`${file}\``, 'scan with `--store` first');
  const Database = await driver();
  try {
    const database = new Database(file, { timeout: BUSY_MILLISECONDS });
    // The first statement is what finds out whether this is a database.
    database.prepare('select count(*) as tables from sqlite_master').all();
    return {
      run: (sql, ...values) => void database.prepare(sql).run(...values),
      all: (sql, ...values) => database.prepare(sql).all(...values) as readonly Row[],
      transaction(work) {
        database.exec('begin immediate');
        try {
          work();
          database.exec('commit');
        } catch (error) {
          database.exec('rollback');
          throw error;
        }
      },
      close: () => void database.close(),
    };
  } catch (error) {
    throw explained(file, error);
  }
}

async function driver() {
  try {
    return (await import('libsql')).default;
  } catch {
    throw new StoreError(
      `SQLite's driver is not installed for ${process.platform} ${process.arch}`,
      'install again with the optional packages, or scan without `--store`',
    );
  }
}

function explained(file: string, error: unknown): StoreError {
  const message = error instanceof Error ? error.message : String(error);
  if (/not a database|malformed|file is encrypted/i.test(message))
    return new StoreError(`\`${file}\` is not a SQLite database`, 'name another file');
  if (/unable to open|cannot open|directory does not exist/i.test(message))
    return new StoreError(`\`${file}\` cannot be opened`, 'check that its folder exists and may be written to');
  return new StoreError(`\`${file}\` cannot be used: ${message.replace(/\s+/g, ' ')}`, 'name another file');
}
