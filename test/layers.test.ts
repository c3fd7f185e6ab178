import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The order of ARCHITECTURE.md: a folder imports only from itself and from those before it. */
const LAYERS = [
  'predicate',
  'languages',
  'prove',
  'cloudtrail',
  'catalogue',
  'account',
  'chain',
  'change',
  'detect',
  'keys',
  'drill',
  'aws',
  'scan',
  'sources',
  'store',
  'report',
  'cli',
] as const;

/** What may come from outside the project, by layer; then the single files that may use more, each with its reason. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  aws: /^(@aws-sdk\/|p-limit$|node:)/,
  scan: /^node:/,
  sources: /^(p-limit$|node:)/,
  store: /^(libsql$|node:)/,
  report: /^picocolors$/,
  cli: /^(commander$|node:)/,
};
const EXCEPTIONS: Readonly<Record<string, RegExp>> = {
  'catalogue/files.ts': /^node:(fs|path)$/, // the catalogue is files beside the program
  'catalogue/built-in.ts': /^node:url$/,
  'catalogue/pack.ts': /^node:(crypto|fs|path|url)$/, // what the build has read of them
  'catalogue/elastic/parse-toml.ts': /^smol-toml$/,
  'scan/zstd-plain.ts': /^fzstd$/,
  'catalogue/yaml-reader.ts': /^yaml$/,
  'account/save.ts': /^node:crypto$/, // a digest is a function of the text alone
  'account/redact.ts': /^node:crypto$/,
  'change/emit/plan-name.ts': /^node:crypto$/,
  'version.ts': /^node:fs$/, // the program's own name and version
};
/** Of the root of src: the version is for everybody, the library's entry is for nobody. */
const ROOT_FILES = ['version.ts'];

/** What a pure layer must not ask: the clock, chance, the environment, the network. */
const IMPURE = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bfetch\(|\bperformance\.now\b/;
const EDGES = ['aws', 'scan', 'sources', 'store', 'cli'];

interface Source {
  readonly path: string;
  readonly layer: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const root = fileURLToPath(new URL('../src', import.meta.url));
const sources: readonly Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.ts$/.test(path) && !/\.(test|case)\.ts$/.test(path))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, layer: layerOf(path), text, imports: importsOf(text) };
  });

function layerOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`. */
function importsOf(text: string): readonly string[] {
  const code = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  return [...code.matchAll(/(?<!')(?:\bfrom\s*|\bimport\s*\(?\s*)'([^']+)'/g)].map((found) => found[1]!);
}

function target(from: string, specifier: string): string {
  return relative(root, join(root, dirname(from), specifier)).replace(/\.js$/, '.ts');
}

function mayImport(from: string, to: string): boolean {
  const own = LAYERS.indexOf(layerOf(from) as (typeof LAYERS)[number]);
  const other = LAYERS.indexOf(layerOf(to) as (typeof LAYERS)[number]);
  return other >= 0 ? other <= own : ROOT_FILES.includes(to);
}

function mayUse(path: string, specifier: string): boolean {
  return (PACKAGES[layerOf(path)]?.test(specifier) || EXCEPTIONS[path]?.test(specifier)) ?? false;
}

describe('the layers', () => {
  it('are the folders of src', () => {
    expect([...new Set(sources.map(({ layer }) => layer))].filter((layer) => layer !== '').sort()).toEqual(
      [...LAYERS].sort(),
    );
  });

  it.each(LAYERS)('%s imports only from those before it', (layer) => {
    const wrong = sources
      .filter((source) => source.layer === layer)
      .flatMap(({ path, imports }) =>
        imports
          .filter((specifier) =>
            specifier.startsWith('.') ? !mayImport(path, target(path, specifier)) : !mayUse(path, specifier),
          )
          .map((specifier) => `${path} imports ${specifier}`),
      );
    expect(wrong).toEqual([]);
  });

  it('every file that is imported is there, and none is a test', () => {
    const paths = new Set(sources.map(({ path }) => path));
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter((specifier) => specifier.startsWith('.') && !paths.has(target(path, specifier)))
        .map((specifier) => `${path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('only the edges know a clock, chance, the environment or a network', () => {
    const wrong = sources.filter(
      ({ layer, text }) => !EDGES.includes(layer) && IMPURE.test(text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('the exceptions are still needed', () => {
    const idle = Object.entries(EXCEPTIONS).filter(
      ([path, allowed]) =>
        !sources.find((source) => source.path === path)?.imports.some((specifier) => allowed.test(specifier)),
    );
    expect(idle.map(([path]) => path)).toEqual([]);
  });
});

describe('the rule itself', () => {
  it('reads every form of import', () => {
    const text =
      "import a from 'a';\nimport type { b } from './b.js';\nexport * from './c.js';\nimport 'd';\nawait import('./e.js');\n// import 'no'\n * from 'no'\nimport {\n  f,\n} from 'f';";
    expect(importsOf(text)).toEqual(['a', './b.js', './c.js', 'd', './e.js', 'f']);
  });

  it('refuses what it should', () => {
    expect(mayImport('prove/solve.ts', 'predicate/match.ts')).toBe(true);
    expect(mayImport('prove/solve.ts', 'chain/audit.ts')).toBe(false);
    expect(mayImport('chain/audit.ts', 'index.ts')).toBe(false);
    expect(mayImport('cli/audit.ts', '../test/world/run.ts')).toBe(false);
    expect(mayUse('aws/clients.ts', '@aws-sdk/client-sns')).toBe(true);
    expect(mayUse('cli/audit.ts', '@aws-sdk/client-sns')).toBe(false);
    expect(mayUse('chain/audit.ts', 'node:fs')).toBe(false);
  });
});
