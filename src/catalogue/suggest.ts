import { compareVersions } from './benchmark.js';
import type { Control } from './control.js';
import { nearest } from './nearest.js';
import { aliasesOf } from './requirement.js';

/** What was meant by the name of a benchmark that does not exist: `3.0` and `cis3` are `cis-3.0`; of 8.0 the nearest is the newest. */
export function suggestBenchmark(name: string, versions: readonly string[]): string {
  const names = versions.map((known) => `cis-${known}`).join(', ');
  const meant = versionMeant(name, versions);
  return meant === null ? `there are ${names}` : `did you mean \`cis-${meant}\`? there are ${names}`;
}

function versionMeant(name: string, versions: readonly string[]): string | null {
  const [, major, minor = '0'] = /^(?:cis)?[-_ v]*(\d+)(?:\.(\d+))?(?:\.0)?$/i.exec(name.trim()) ?? [];
  if (major === undefined) return nearest(`${name}`, versions);
  const asked = `${Number(major)}.${Number(minor)}`;
  const older = versions.filter((version) => compareVersions(version, asked) <= 0);
  return older.at(-1) ?? versions[0] ?? null;
}

/**
 * What was meant by a control that does not exist: a CIS number without its version, part of a slug, the name of an event, or a
 * name that differs in a few letters; else what there is.
 */
export function suggestControl(selector: string, controls: readonly Control[], versions: readonly string[]): string {
  const word = selector.trim();
  const numbered = /^(?:(?:cis-?)?(\d+\.\d+):)?(\d+\.\d+)$/i.exec(word);
  if (numbered) return ofNumber(numbered[1], numbered[2]!, controls, versions);
  if (/^cis\b/i.test(word) && !word.includes(':'))
    return `a benchmark is named with \`--benchmark\`; its controls are named as cis-7.0:5.7`;
  const meant = [...new Set([...nearestTo(word, controls), ...bySlug(word, controls), ...byEvent(word, controls)])];
  return meant.length > 0 ? didYouMean(meant) : `there are ${whatThereIs(controls)}`;
}

/** A number means other controls in other versions: the newest one that has it is proposed, with what it is. */
function ofNumber(
  version: string | undefined,
  id: string,
  controls: readonly Control[],
  versions: readonly string[],
): string {
  const newestFirst = [...versions].reverse();
  const having = newestFirst.find((known) => controlNumbered(known, id, controls) !== undefined);
  if (having !== undefined) return didYouMean([`cis-${having}:${id}`], controlNumbered(having, id, controls));
  const known = version !== undefined && versions.includes(version) ? version : newestFirst[0];
  if (known === undefined) return `there are ${whatThereIs(controls)}`;
  const numbers = controls.flatMap((control) => control.cis[known]?.id ?? []);
  const range = `cis-${known} has ${numbers[0]} to ${numbers.at(-1)}`;
  const typed = numbers.includes(id.slice(0, -1)) ? id.slice(0, -1) : undefined;
  return typed === undefined
    ? range
    : `${didYouMean([`cis-${known}:${typed}`], controlNumbered(known, typed, controls))} ${range}`;
}

const controlNumbered = (version: string, id: string, controls: readonly Control[]): Control | undefined =>
  controls.find((control) => control.cis[version]?.id === id);

function nearestTo(word: string, controls: readonly Control[]): readonly string[] {
  const names = ['all', ...controls.map(({ slug }) => slug), ...controls.flatMap(aliasesOf)];
  const meant = nearest(word, names);
  return meant === null ? [] : [meant];
}

/** Whole words of a slug: `kms`, `sign-in`. */
function bySlug(word: string, controls: readonly Control[]): readonly string[] {
  const part = `-${word.toLowerCase().replace(/[\s_]+/g, '-')}-`;
  return controls.map(({ slug }) => slug).filter((slug) => `-${slug}-`.includes(part));
}

function byEvent(word: string, controls: readonly Control[]): readonly string[] {
  const name = word.toLowerCase();
  return controls
    .filter(({ events }) =>
      events.some(({ event, eventName }) => [event, eventName].some((one) => one?.toLowerCase() === name)),
    )
    .map(({ slug }) => slug);
}

function didYouMean(names: readonly string[], control?: Control): string {
  const what = control ? ` (${control.slug})` : '';
  return `did you mean ${names
    .slice(0, 4)
    .map((name) => `\`${name}\``)
    .join(' or ')}${what}?`;
}

const whatThereIs = (controls: readonly Control[]): string =>
  `${controls.map(({ slug }) => slug).join(', ')}, their numbers (cis-3.0:4.7) and \`all\``;
