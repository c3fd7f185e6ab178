import type { Guide } from '../rule.js';

/** Elastic's note is one text: its section on response becomes the response guide, the rest the investigation guide. */
export function guideOf(note: string, setup: string): Guide {
  const lines = note.split(/\r?\n/);
  const start = lines.findIndex((line) => /^#+\s+response\b/i.test(line));
  const rest =
    start < 0 ? -1 : lines.findIndex((line, index) => index > start && levelOf(line) <= levelOf(lines[start]!));
  const end = rest < 0 ? lines.length : rest;
  const response = start < 0 ? [] : lines.slice(start, end);
  const others = start < 0 ? lines : [...lines.slice(0, start), ...lines.slice(end)];
  const investigation = [others.join('\n').trim(), setup.trim()].filter((text) => text !== '').join('\n\n');
  return { investigation, response: response.join('\n').trim() };
}

/** Of a heading the number of its marks; of any other line more than of all. */
const levelOf = (line: string): number => /^(#+)\s/.exec(line)?.[1]?.length ?? 99;
