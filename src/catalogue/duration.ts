const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, H: 3600, d: 86_400, w: 604_800 };

/** The seconds of `90s`, `10m`, `1h`, `30d`, `2w`; null when the text is not of that form. */
export function secondsOf(text: string): number | null {
  const found = /^(\d{1,9})([smhHdw])$/.exec(text.trim());
  return found ? Number(found[1]) * SECONDS[found[2]!]! : null;
}

/** The shortest of these forms. */
export function printSeconds(seconds: number): string {
  const unit = ['d', 'h', 'm'].find((name) => seconds > 0 && seconds % SECONDS[name]! === 0) ?? 's';
  return `${seconds / SECONDS[unit]!}${unit}`;
}
