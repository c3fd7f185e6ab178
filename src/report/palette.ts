import picocolors from 'picocolors';
import type { Verdict } from '../chain/result.js';

type Paint = (text: string) => string;

/** The few colours that the report uses, by what they mean. */
export interface Palette {
  readonly good: Paint;
  readonly bad: Paint;
  readonly unsure: Paint;
  readonly strong: Paint;
  readonly quiet: Paint;
  readonly plain: Paint;
}

export function paletteOf(colour: boolean): Palette {
  const { green, red, yellow, bold, dim } = picocolors.createColors(colour);
  return { good: green, bad: red, unsure: yellow, strong: bold, quiet: dim, plain: (text) => text };
}

export function verdictPaint(palette: Palette, verdict: Verdict): Paint {
  return holdsPaint(palette, verdict === 'proved' ? true : verdict === 'broken' ? false : null);
}

export function holdsPaint(palette: Palette, holds: boolean | null): Paint {
  return holds === null ? palette.unsure : holds ? palette.good : palette.bad;
}
