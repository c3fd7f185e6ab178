import { spawn } from 'node:child_process';

export interface Run {
  readonly output: string;
  /** Seconds: from start to end, and of all processors together. */
  readonly wall: number;
  readonly processor: number;
}

/**
 * Runs a line of bash and times it with all that it starts; the same way for every contestant. `allowed`: the exit statuses that are
 * no failure.
 */
export async function timedRun(line: string, allowed: readonly number[] = [0], timeout = 900_000): Promise<Run> {
  // The times go where no command writes to.
  const script = `TIMEFORMAT='%R %U %S'; { time { ${line}\n} 2>&4; } 4>&2 2>&3`;
  const child = spawn('bash', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], timeout });
  const texts = ['', '', ''];
  [child.stdio[1], child.stdio[2], child.stdio[3]].forEach((stream, i) => {
    stream?.on('data', (bytes: Buffer) => {
      texts[i] += bytes.toString('latin1');
    });
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [output = '', complaint = '', times = ''] = texts;
  if (status === null || !allowed.includes(status))
    throw new Error(`\`${line}\` ended with status ${status}: ${complaint.trim().split('\n').at(-1) ?? ''}`);
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = times.trim().split(' ').map(Number);
  return { output, wall, processor: user + system };
}
