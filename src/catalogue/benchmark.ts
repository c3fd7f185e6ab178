import type { Control } from './control.js';

/** The newest version of the benchmark that the catalogue knows. */
const NEWEST_VERSION = '7.0';
export const NEWEST_BENCHMARK = `cis-${NEWEST_VERSION}`;

/** Below zero when version `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The versions that some control maps, oldest first. */
export function versionsOf(controls: readonly Control[]): readonly string[] {
  return [...new Set(controls.flatMap((control) => Object.keys(control.cis)))].sort(compareVersions);
}

/** `3.0` of `cis-3.0`; null for a text of another form. */
export function versionOf(benchmark: string): string | null {
  return /^cis-(\d+\.\d+)$/.exec(benchmark)?.[1] ?? null;
}

/** Does this version of the benchmark have the control? A control that is in none of them is not the benchmark's to leave out. */
export function isInVersion(control: Control, version: string): boolean {
  return Object.keys(control.cis).length === 0 || Object.hasOwn(control.cis, version);
}
