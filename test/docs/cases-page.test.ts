import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from './shell.js';

const page = readFileSync(`${ROOT}cases/README.md`, 'utf8');
const tables = readdirSync(`${ROOT}cases`).filter((name) => name !== 'README.md');

describe('cases/README.md', () => {
  it.each(tables)('describes %s and each of its fields', (name) => {
    const section = page.split(/^## /m).find((part) => part.startsWith(name)) ?? '';
    const fields = new Set(entriesOf(name).flatMap((entry) => Object.keys(entry)));
    if (name === 'undecided.json') return expect(section).not.toBe('');
    expect([...fields].filter((field) => !section.includes(`\`${field}\``))).toEqual([]);
  });

  it('explains every authority', () => {
    const known = tables.flatMap((name) => entriesOf(name).map(({ authority }) => authority));
    const missing = [...new Set(known)].filter((authority) => authority && !page.includes(`\`${authority}\``));
    expect(missing).toEqual([]);
  });

  it('names tests that are there', () => {
    const named = [...page.matchAll(/`((?:src|test)\/[^`]+)`/g)].map((found) => found[1]!);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !existsSync(ROOT + path))).toEqual([]);
  });
});

function entriesOf(name: string): readonly Readonly<Record<string, unknown>>[] {
  const text = readFileSync(`${ROOT}cases/${name}`, 'utf8');
  if (name.endsWith('.jsonl'))
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const value = JSON.parse(text);
  return Array.isArray(value) ? value : value.patterns;
}
