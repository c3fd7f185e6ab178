import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run new <kind> <name>`: writes the skeleton of a control, a rule, a link or a language, with an example that fails until it is
 * replaced. Overwrites nothing. What the skeleton cannot know is printed as the next steps.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

const language = ['pattern.ts', 'parse.ts', 'print.ts', 'to-draft.ts', 'index.ts', 'laws.test.ts'];

/** Skeleton and target of each file, and what is left to a person. */
const KINDS = {
  control: {
    files: [['control.yaml', 'catalogue/controls/__name__.yaml']],
    next: [
      'write its events and examples: `npx vitest run src/catalogue` says what is wrong with the file',
      'add its slug to the list in src/catalogue/controls.test.ts',
      'describe its events in src/cloudtrail/events, so that a counterexample can be a documented record',
      '`npx vitest run test/docs -u` adds it to docs/controls.md',
    ],
  },
  rule: {
    files: [['rule.yaml', 'catalogue/rules/__name__.yaml']],
    next: [
      'write its query, its guide and its tests: `npm start -- rules lint catalogue/rules/__name__.yaml` says what is wrong',
      'add its id to the list in src/catalogue/rules.test.ts; where it says more than another rule of the same event, name that in `supersedes`',
      '`npx vitest run test/docs -u` adds it to docs/rules.md',
    ],
  },
  link: {
    files: [
      ['link.ts.txt', 'src/chain/links/__name__.ts'],
      ['link.test.ts.txt', 'src/chain/links/__name__.test.ts'],
    ],
    next: [
      'add `__name__` to `LinkKind` in src/chain/link.ts: `npm run check` then names every table that lacks it',
      'add what it reads to `LINK_READS` in src/chain/links/reads.ts; an operation that is new goes into src/account/account.ts, and `npm run check` names its tables too',
      'write the accounts in which it holds and in which it only looks right: src/chain/links/__name__.test.ts',
      'put it into the paths: src/chain/filter-paths.ts or src/chain/event-paths.ts',
    ],
  },
  language: {
    files: language.map((file) => [`language-${file}.txt`, `src/languages/__name__/${file}`]),
    next: [
      'write the tree (pattern.ts), then parse, print and to-draft; every doubt is a `between` with its reason',
      'write the reference from the documentation, and keep the laws: src/languages/__name__/laws.test.ts',
      'add a table of cases with known answers to cases/ and to cases/README.md',
      'export it in src/index.ts and show it in docs/library.md',
    ],
  },
};

function main([kind, name, ...rest]) {
  const usage = `npm run new <${Object.keys(KINDS).join('|')}> <name>`;
  if (!kind || !name || rest.length > 0) return refuse(`a kind and a name are needed; \`${usage}\``);
  if (!Object.hasOwn(KINDS, kind)) return refuse(`unknown kind \`${kind}\`; \`${usage}\``);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    return refuse(`\`${name}\` is not a name in kebab-case; give one such as \`access-key-creation\``);
  const { files, next } = KINDS[kind];
  const targets = files.map(([skeleton, target]) => ({ skeleton, target: filled(target, name) }));
  const taken = targets.find(({ target }) => existsSync(root + target));
  if (taken) return refuse(`${taken.target} is there already; take another name`);
  for (const { skeleton, target } of targets) {
    mkdirSync(dirname(root + target), { recursive: true });
    writeFileSync(root + target, filled(readFileSync(`${root}scripts/skeletons/${skeleton}`, 'utf8'), name));
    console.log(`wrote ${target}`);
  }
  console.log('\nnext:');
  for (const step of next) console.log(`- ${filled(step, name)}`);
  return 0;
}

function filled(text, name) {
  const words = name.replaceAll('-', ' ');
  const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  return text
    .replaceAll('__name__', name)
    .replaceAll('.__key__', name === camel ? `.${name}` : `['${name}']`)
    .replaceAll('__camel__', camel)
    .replaceAll('__words__', words)
    .replaceAll('__title__', words[0].toUpperCase() + words.slice(1));
}

function refuse(message) {
  console.error(`new: ${message}`);
  return 1;
}

process.exitCode = main(process.argv.slice(2));
