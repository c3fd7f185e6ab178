import { rm } from 'node:fs/promises';
import { expect, inject, it } from 'vitest';
import { chain } from './configuration.js';
import { accountWith, planFor, ran, read, written } from './emitting.js';
import { pythonTool } from './python-tool.js';

const moto = inject('moto');

/** moto makes neither filters nor alarms of a stack, so that no stack of ours can be judged by an audit. */
it.skipIf(moto.url === null)('cfn-lint finds nothing in a template', { timeout: 600_000 }, async () => {
  const tools = [await pythonTool('cfn-lint')];
  for (const spec of [{}, chain({ filter: null, alarm: null, topic: null })]) {
    const sandbox = await accountWith(moto.url ?? '', spec);
    const { folder, names, beside } = await written('cloudformation', planFor(await read(sandbox)));
    expect(names).toEqual([expect.stringMatching(/^trailproof-kms-key-loss-[0-9a-f]{8}-us-east-1\.yaml$/)]);
    expect(beside).toEqual([]);
    const linted = await ran('cfn-lint', names, { cwd: folder, tools });
    expect(linted).toEqual({ status: 0, out: '', err: '' });
    await rm(folder, { recursive: true });
  }
});
