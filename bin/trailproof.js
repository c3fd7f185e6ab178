#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(program)) {
  const { main } = await import(program.href);
  await main();
} else {
  process.stderr.write('trailproof: it is not built yet; run `npm ci && npm run build` in its folder\n');
  process.exitCode = 3;
}
