import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { figure, tableOf } from '../table.js';
import { type Contestant, peers, shareOf, trailproof } from './contestants.js';
import { type Corpus, LARGE, MEDIUM, makeCorpus, NOISY, SMALL } from './corpus.js';
import { type Run, timedRun } from './timed-run.js';

/**
 * `npm run bench:scan [-- --rounds N] [--only large|medium|small|noisy]`: the same logs read by Trailproof and by what people use otherwise, in turn, in one
 * run. Each counts with its best round: other work on the machine makes a run longer, and nothing makes it shorter.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '4' }, only: { type: 'string' } } });
const rounds = Number(values.rounds);
const processors = availableParallelism();

interface Best {
  readonly wall: number;
  readonly processor: number;
}
interface GoalOfScan {
  readonly what: string;
  readonly value: number;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  readonly unit: string;
}

console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${processors} processors, ${rounds} rounds\n`,
);
const whole = trailproof('Trailproof, the whole pack', processors, '--context 0');
const contestants = [
  whole,
  trailproof('Trailproof, one rule', processors, '--context 0 --rule kms-key-loss'),
  trailproof('Trailproof, with context', processors, ''),
  ...(await peers(processors)),
];
const goals: GoalOfScan[] = [];
for (const size of [LARGE, MEDIUM, SMALL]) {
  if (values.only !== undefined && values.only !== size.name) continue;
  const corpus = await makeCorpus(size);
  const best = await race(corpus);
  console.log(`${table(size.name, corpus, best)}\n`);
  if (size === LARGE) goals.push(...goalsOf(best));
}
if (values.only === undefined || values.only === 'noisy') await noisy();
const peak = peakMemory((await makeCorpus(LARGE)).folder);
goals.push({ what: 'peak memory', value: peak, bound: 'at most', limit: 250, unit: 'MB' });
console.log(
  tableOf(
    ['goal', 'measured', 'limit', ''],
    goals.map(({ what, value, bound, limit, unit }) => [
      what,
      `${figure(value)} ${unit}`,
      `${bound} ${limit} ${unit}`,
      (bound === 'at least' ? value >= limit : value <= limit) ? 'met' : 'NOT MET',
    ]),
  ),
);
const [load = 0] = loadavg();
if (load > processors * 1.5)
  console.log(`\nthe machine was busy (load ${load.toFixed(1)} on ${processors} processors): trust the processor time`);

/** Every contestant, one after the other, and that in each round. All must find the hits. */
async function race({ folder, hits }: Corpus): Promise<ReadonlyMap<string, Best>> {
  const best = new Map<string, Best>();
  const expected = alertsIn(await timedRun(whole.line(folder), whole.statuses));
  if (expected.length !== hits) throw new Error(`${expected.length} events were found, and ${hits} were made`);
  for (let round = 0; round < rounds; round++)
    for (const contestant of contestants) {
      const { share = 1 } = contestant;
      const slow = best.get(contestant.name);
      // What takes very long is not run again and again.
      if (slow !== undefined && slow.wall * share > 20 && round > 1) continue;
      const given = share === 1 ? folder : linked(folder, share);
      const run = await timedRun(contestant.line(given), contestant.statuses);
      console.error(`${contestant.name}: ${figure(run.wall)} s, ${figure(run.processor)} s of processors`);
      agree(contestant, run, share === 1 ? expected : alertsIn(await timedRun(whole.line(given), whole.statuses)));
      best.set(contestant.name, {
        wall: Math.min(slow?.wall ?? Infinity, run.wall / share),
        processor: Math.min(slow?.processor ?? Infinity, run.processor / share),
      });
    }
  return best;
}

function alertsIn({ output }: Run): readonly string[] {
  return whole.ids?.(output) ?? [];
}

function agree({ name, ids, count }: Contestant, { output }: Run, expected: readonly string[]): void {
  if (count && count(output) !== expected.length)
    throw new Error(`${name} found ${count(output)} events, and there are ${expected.length}`);
  if (!ids) return;
  const found = [...ids(output)].sort();
  if (JSON.stringify(found) !== JSON.stringify([...expected].sort()))
    throw new Error(`${name} found ${found.length} events, and others than the ${expected.length} that there are`);
}

/** A folder that has the first files only. */
function linked(folder: string, share: number): string {
  const part = join(folder, '..', `${basename(folder)}.share-${share}`);
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part);
  for (const file of shareOf(folder, share)) linkSync(file, join(part, basename(file)));
  return part;
}

function table(name: string, { folder, files, hits }: Corpus, best: ReadonlyMap<string, Best>): string {
  const own = best.get(whole.name)!;
  const rows = contestants.flatMap(({ name, share }) => {
    const times = best.get(name);
    if (!times) return [];
    const note = share === undefined || share === 1 ? '' : ` (${figure(share * 100)} % of the files, scaled)`;
    return [[`${name}${note}`, `${figure(times.wall / own.wall)}×`, `${figure(times.processor / own.processor)}×`]];
  });
  const bytes = Number(execFileSync('du', ['-sbL', folder], { encoding: 'utf8' }).split('\t')[0]);
  return `${name}: ${files} files, ${figure(bytes / 1e6)} MB compressed, ${hits} events to find\n${tableOf(
    ['', 'time to Trailproof’s', 'of processors'],
    rows,
  )}`;
}

function goalsOf(best: ReadonlyMap<string, Best>): readonly GoalOfScan[] {
  const own = best.get(whole.name)!;
  // A contestant that could not be had leaves its goal unmeasured, and so not met.
  const fastest = (...names: readonly string[]): number => {
    const times = names.flatMap((name) => best.get(name)?.wall ?? []);
    return times.length === 0 ? Number.NaN : Math.min(...times);
  };
  const times = (what: string, limit: number, ...names: readonly string[]): GoalOfScan => ({
    ...{
      what: `throughput, to that of ${what}`,
      value: fastest(...names) / own.wall,
      bound: 'at least',
      limit,
      unit: '×',
    },
  });
  const limit = best.has('libdeflate-gunzip') ? fastest('libdeflate-gunzip') : fastest('igzip');
  return [
    times('rg -z', 3, 'rg -z'),
    times('DuckDB, reading JSON', 3, 'DuckDB, as JSON'),
    times('zcat | jq', 15, 'zcat | jq'),
    { what: 'time, to that of decompression alone', value: own.wall / limit, bound: 'at most', limit: 2.5, unit: '×' },
    {
      what: 'time of the whole pack, to that of one rule',
      ...{ value: own.wall / best.get('Trailproof, one rule')!.wall, bound: 'at most', limit: 1.5, unit: '×' },
    },
  ];
}

/** What alerts cost: the same bytes where ten times as many events raise one. */
async function noisy(): Promise<void> {
  const { folder } = await makeCorpus(NOISY);
  const quiet = linked((await makeCorpus(MEDIUM)).folder, NOISY.files / MEDIUM.files);
  let [more, less] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    more = Math.min(more, (await timedRun(whole.line(folder), whole.statuses)).processor);
    less = Math.min(less, (await timedRun(whole.line(quiet), whole.statuses)).processor);
  }
  console.log(
    `one event in fifty an alert, instead of one in five hundred: ${figure(more / less)}× the processor time\n`,
  );
}

/** MB; of the program as it is called, without and with context. */
function peakMemory(folder: string): number {
  const peaks = ['--context 0', ''].map((extra) => {
    const line = trailproof('', processors, extra)
      .line(folder)
      .replace(process.execPath, `${process.execPath} --import ./bench/scan/report-memory.mjs`);
    const output = execFileSync('bash', ['-c', `${line} 2>&1 >/dev/null || true`], { encoding: 'utf8' });
    return Number(/peak (\d+)/.exec(output)?.[1] ?? Number.NaN) / 1024;
  });
  return Math.max(...peaks);
}
