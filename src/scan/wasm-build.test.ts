import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { WASM_FILE } from './wasm-module.js';

const folder = dirname(WASM_FILE);
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const record = JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8')) as Readonly<Record<string, string>>;

test('the module is the one that was built', () => {
  expect(sha256(readFileSync(WASM_FILE))).toBe(record.module);
});

test('it was built of the sources as they are: otherwise `npm run build:wasm`', () => {
  const names = readdirSync(folder)
    .filter((name) => /\.[ch]$/.test(name))
    .sort();
  const digests = names.map((name) => `${name} ${sha256(readFileSync(join(folder, name)))}\n`);
  expect(sha256(digests.join(''))).toBe(record.sources);
});

test('the compiler is pinned, and the one that the build asks for', () => {
  expect(record.compiler).toMatch(/@\d+\.\d+\.\d+/);
  expect(readFileSync(join(folder, 'build.mjs'), 'utf8')).toContain(`'${record.compiler}'`);
});
