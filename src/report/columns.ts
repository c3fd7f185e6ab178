/** Text in terminal columns: East Asian characters and emoji take two, combining marks none. */

const PLAIN = /^[\x20-\x7e]*$/;
const MARKS_ONLY = /^[\p{M}\p{Cf}]+$/u;
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;
/** Made when it is first needed: it loads tables that take longer than many a command. */
let segmenter: Intl.Segmenter | undefined;

/** Ranges of East Asian Width W and F (Unicode 15), joined where nothing else lies between. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

function graphemes(text: string): string[] {
  if (PLAIN.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function displayWidth(text: string): number {
  return PLAIN.test(text) ? text.length : graphemes(text).reduce((sum, cluster) => sum + clusterWidth(cluster), 0);
}

function clusterWidth(cluster: string): number {
  if (MARKS_ONLY.test(cluster)) return 0;
  const code = cluster.codePointAt(0)!;
  if (EMOJI.test(cluster)) return 2;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Cuts the end off; what was cut is shown as one `…`. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return `${takeWidth(graphemes(text), width - 1).join('')}…`;
}

/** Cuts the middle out: the beginning and the end of a name tell more than its middle. */
export function truncateMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const clusters = graphemes(text);
  const head = takeWidth(clusters, Math.ceil((width - 1) / 2));
  const tail = takeWidth([...clusters].reverse(), Math.floor((width - 1) / 2)).reverse();
  return `${head.join('')}…${tail.join('')}`;
}

function takeWidth(clusters: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const cluster of clusters) {
    used += clusterWidth(cluster);
    if (used > width) break;
    taken.push(cluster);
  }
  return taken;
}

/** Lines of at most `width` columns (at least 2), broken at blanks; a word that is longer is broken where it must be. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(2, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/).filter((part) => part !== '')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) <= room) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = pieceUp(word, room);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1)!;
  }
  if (line !== '') lines.push(line);
  return lines.length > 0 ? lines : [''];
}

/** A long word (an ARN, a pattern) is broken after one of `/:,._-` when one lies in the second half of the line. */
function pieceUp(word: string, room: number): string[] {
  const pieces: string[] = [];
  let rest = graphemes(word);
  while (rest.reduce((sum, cluster) => sum + clusterWidth(cluster), 0) > room) {
    const taken = takeWidth(rest, room);
    const seam = taken.findLastIndex((cluster) => '/:,._-'.includes(cluster)) + 1;
    const length = seam > taken.length / 2 ? seam : taken.length;
    pieces.push(rest.slice(0, length).join(''));
    rest = rest.slice(length);
  }
  pieces.push(rest.join(''));
  return pieces;
}
