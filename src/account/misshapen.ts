import type { Shape } from './answer-shapes.js';

const IN_WORDS = { text: 'a text', number: 'a number', boolean: 'true or false' } as const;

/** The first value that has not the shape, in words: `MetricAlarms[0].AlarmActions is not a list`. Null when all have. */
export function misshapen(value: unknown, shape: Shape, path = ''): string | null {
  if (shape === 'any') return null;
  if (typeof shape === 'string') {
    const wanted = shape === 'text' ? 'string' : shape;
    return typeof value === wanted ? null : `\`${path}\` is not ${IN_WORDS[shape]}`;
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) return `\`${path}\` is not a list`;
    return firstOf(value.map((item, at) => [item, shape[0], `${path}[${at}]`]));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `\`${path}\` is not an object`;
  const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
  return firstOf(
    Object.entries(value).flatMap(([name, member]): Part[] => {
      if ('every' in shape) return [[member, shape.every, inside(name)]];
      const known = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
      return known === undefined ? [] : [[member, known, inside(name)]];
    }),
  );
}

type Part = readonly [value: unknown, shape: Shape, path: string];

function firstOf(parts: readonly Part[]): string | null {
  for (const [value, shape, path] of parts) {
    const fault = misshapen(value, shape, path);
    if (fault !== null) return fault;
  }
  return null;
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}
