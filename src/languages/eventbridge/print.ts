import type { EventPattern, PatternValue } from './pattern.js';

/** The pattern as JSON on one line. Reading it again gives the same tree. */
export function print(pattern: EventPattern): string {
  const fields = pattern.fields.map((field) => {
    if (field.kind === 'or') return `"$or":[${field.of.map(print).join(',')}]`;
    const of = field.of.kind === 'object' ? print(field.of) : `[${field.of.values.map(printValue).join(',')}]`;
    return `${JSON.stringify(field.name)}:${of}`;
  });
  return `{${fields.join(',')}}`;
}

function printValue(value: PatternValue): string {
  switch (value.op) {
    case 'exact':
      return JSON.stringify(value.value);
    case 'number':
      return value.text;
    case 'prefix':
    case 'suffix': {
      const text = JSON.stringify(value.value);
      return `{"${value.op}":${value.ignoreCase ? `{"equals-ignore-case":${text}}` : text}}`;
    }
    case 'equals-ignore-case':
    case 'wildcard':
    case 'cidr':
    case 'exists':
      return `{"${value.op}":${JSON.stringify(value.value)}}`;
    case 'numeric':
      return `{"numeric":[${value.tests.map((test) => `"${test.op}",${test.text}`).join(',')}]}`;
    case 'anything-but': {
      const { kind, values } = value.but;
      const list = kind === 'numbers' ? `[${values.join(',')}]` : JSON.stringify(values);
      return `{"anything-but":${kind === 'strings' || kind === 'numbers' ? list : `{"${kind}":${list}}`}}`;
    }
  }
}
