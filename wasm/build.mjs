// `npm run build:wasm`: compiles scan.c with a compiler that comes from the npm registry alone, pinned, so that anybody gets
// the same bytes. `--check` compares with what is committed instead of writing it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const COMPILER = '@yowasp/clang@22.0.0-git20542-10';
const here = fileURLToPath(new URL('.', import.meta.url));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const tools = join(tmpdir(), `trailproof-${COMPILER.replaceAll(/[^\w.-]/g, '-')}`);
if (!existsSync(join(tools, 'node_modules'))) {
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--silent', '--ignore-scripts', '--no-save', COMPILER], {
    cwd: tools,
    stdio: 'inherit',
  });
}
const { runClang } = await import(
  pathToFileURL(createRequire(join(tools, 'package.json')).resolve('@yowasp/clang')).href
);

const names = readdirSync(here)
  .filter((name) => /\.[ch]$/.test(name))
  .sort();
const sources = Object.fromEntries(names.map((name) => [name, readFileSync(join(here, name))]));
const flags = [
  ...['--target=wasm32', '-O3', '-msimd128', '-mbulk-memory', '-mnontrapping-fptoint', '-msign-ext'],
  ...['-ffreestanding', '-nostdlib', '-Wall', '-Wextra', '-Werror', '-Wno-unused-variable'],
  ...['-Wl,--no-entry', '-Wl,--strip-all', '-Wl,-z,stack-size=65536', '-Wl,--initial-memory=2097152'],
  '-Wl,--export=__heap_base',
];
const built = await runClang(['clang', ...flags, '-o', 'scan.wasm', 'scan.c'], sources, {
  fetchProgress: () => undefined,
});
const module = built['scan.wasm'];
const record = {
  compiler: COMPILER,
  sources: sha256(names.map((name) => `${name} ${sha256(sources[name])}\n`).join('')),
  module: sha256(module),
};
const text = `${JSON.stringify(record, null, 2)}\n`;

if (process.argv.includes('--check')) {
  const same =
    sha256(readFileSync(join(here, 'scan.wasm'))) === record.module &&
    readFileSync(join(here, 'build.json'), 'utf8') === text;
  console.log(
    same ? 'scan.wasm is what its source gives' : 'scan.wasm is not what its source gives: run `npm run build:wasm`',
  );
  process.exit(same ? 0 : 1);
}
writeFileSync(join(here, 'scan.wasm'), module);
writeFileSync(join(here, 'build.json'), text);
console.log(`scan.wasm: ${module.length} bytes`);
