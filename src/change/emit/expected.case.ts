import type { Expected } from './expected.js';
import type { Look } from './look.js';

/** What a script finds out of AWS's answer: the meaning that the query for bash and the functions of PowerShell share. */
export function found({ at, done, planned }: Look, answer: unknown): 'done' | 'planned' | 'changed' {
  const here = at === null ? answer : member(answer, at.member);
  const named = at?.named;
  const thing = named
    ? ((Array.isArray(here) ? here : []) as unknown[]).find((one) => member(one, named[0]) === named[1])
    : here;
  return isAs(thing, done) ? 'done' : isAs(thing, planned) ? 'planned' : 'changed';
}

function isAs(value: unknown, expected: Expected): boolean {
  if ('is' in expected) return JSON.stringify(value) === JSON.stringify(expected.is);
  if ('nothing' in expected) return isNothing(value);
  if ('something' in expected) return !isNothing(value);
  if ('holds' in expected)
    return expected.holds.every((one) => (value as string | readonly string[] | undefined)?.includes(one));
  if ('any' in expected) return expected.any.some((one) => isAs(value, one));
  if ('members' in expected) return expected.members.every(([name, one]) => isAs(member(value, name), one));
  const list = (Array.isArray(value) ? value : []) as readonly unknown[];
  return list.length === expected.items.length && expected.items.every((one, at) => isAs(list[at], one));
}

function member(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
}

function isNothing(value: unknown): boolean {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === false || isEmpty;
}
