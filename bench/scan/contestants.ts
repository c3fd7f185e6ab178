import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Program, programLine, pythonWithDuckdb } from './peers.js';

/** Who runs, and on what share of the files; all use `processors` of them. */
export interface Contestant {
  readonly name: string;
  /** The bash line for a folder of the corpus. */
  line(folder: string): string;
  /** The ids of the events that it found; null: it finds none, or does not say which (`count` then). */
  readonly ids: ((output: string) => readonly string[]) | null;
  readonly count?: (output: string) => number;
  readonly statuses?: readonly number[];
  /** Of the files it is given so many: its time is taken as if it went on at that rate. */
  readonly share?: number;
  /** Too slow to be run in each round. */
  readonly once?: boolean;
}

const NAMES = ['DisableKey', 'ScheduleKeyDeletion'];
const lines = (output: string): readonly string[] => output.split('\n').filter(Boolean);

interface Alert {
  readonly event: { readonly id: string; readonly name: string };
}

/** One event may raise several alerts: the ids, each once. */
function alertIds(output: string): readonly string[] {
  const { alerts, problems } = JSON.parse(output) as { alerts: readonly Alert[]; problems: readonly object[] };
  if (problems.length > 0) throw new Error(`Trailproof could not read all: ${JSON.stringify(problems[0])}`);
  return [...new Set(alerts.filter(({ event }) => NAMES.includes(event.name)).map(({ event }) => event.id))];
}

/** `extra`: of the command. */
export function trailproof(name: string, processors: number, extra: string): Contestant {
  return {
    name,
    line: (folder) =>
      `${process.execPath} bin/trailproof.js scan ${folder} --workers ${processors} --format json ${extra}`,
    ids: alertIds,
    statuses: [0, 1],
  };
}

export async function peers(processors: number): Promise<readonly Contestant[]> {
  const [rg, jq, deflate, igzip] = await Promise.all(
    (['rg', 'jq', 'libdeflate-gunzip', 'igzip'] satisfies Program[]).map(programLine),
  );
  const python = await pythonWithDuckdb();
  const names = NAMES.map((name) => `-e '"eventName":"${name}"'`).join(' ');
  const filter = `.Records[] | select((${NAMES.map((name) => `.eventName == "${name}"`).join(' or ')}) and .eventSource == "kms.amazonaws.com") | .eventID`;
  const duckdb = (way: 'json' | 'text'): Contestant => ({
    name: `DuckDB, ${way === 'json' ? 'as JSON' : 'as text'}`,
    line: (folder) => `${python} bench/scan/run-duckdb.py ${folder} ${processors} ${way}`,
    ids: lines,
  });
  return [
    ...(rg
      ? [
          {
            name: 'rg -z',
            line: (folder: string) => `${rg} -z -F -o -I -j ${processors} ${names} ${folder}`,
            ids: null,
            count: (output: string) => lines(output).length,
          },
        ]
      : []),
    ...(python ? [duckdb('json'), duckdb('text')] : []),
    ...(jq
      ? [
          {
            name: 'zcat | jq',
            line: (folder: string) => each(folder, processors, `zcat "$@" | ${jq} -r '\\''${filter}'\\''`),
            ids: lines,
            share: 0.05,
          },
        ]
      : []),
    ...limits(processors, { 'libdeflate-gunzip': deflate, igzip }),
  ];
}

/** Decompression to nowhere: nothing that reads the bytes can be faster. */
function limits(processors: number, programs: Readonly<Record<string, string | null | undefined>>): Contestant[] {
  return Object.entries(programs)
    .filter(([, line]) => line)
    .map(([name, line]) => ({
      name,
      line: (folder) => each(folder, processors, `${line} -d -c "$@" > /dev/null`),
      ids: null,
    }));
}

/** The line for some files after the other, in so many processes at once. */
function each(folder: string, processors: number, line: string): string {
  return `find ${folder}/ -name '*.gz' -print0 | xargs -0 -P ${processors} -n 10 sh -c '${line}' sh`;
}

/** The first files of the folder: a share of them. */
export function shareOf(folder: string, share: number): readonly string[] {
  const files = readdirSync(folder).sort();
  return files.slice(0, Math.ceil(files.length * share)).map((file) => join(folder, file));
}
