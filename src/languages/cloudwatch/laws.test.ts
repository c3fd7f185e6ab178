import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../predicate/doubts-met.js';
import { bound, type Json, matches, printJson } from '../../predicate/index.js';
import { type FilterPattern, matchMessage, messageFields, parse, print, toDraft } from './index.js';
import { evaluate, evaluateField, type Reading } from './reference.case.js';
import { delimitedPattern, document, jsonPattern, message, SCALARS, termsPattern, VALUES } from './trees.case.js';

const RUNS = { numRuns: 1500 };

/** The tree without spans and doubts, which belong to the text. */
function bare(pattern: FilterPattern): unknown {
  return JSON.parse(JSON.stringify(pattern, (key, value) => (key === 'span' || key === 'doubts' ? undefined : value)));
}

const FLAGS = [
  'nullIsText',
  'booleanIsText',
  'unequalToOthers',
  'numericStrings',
  'regexOnNumbers',
  'normaliseNumbers',
] as const;
const CHOICES = {
  star: ['glob', 'first-occurrence', 'literal-inside'],
  wildcardUnequal: ['some', 'none-equal'],
  wildcardNotExists: ['some', 'none'],
} as const;

const reading: fc.Arbitrary<Reading> = fc.record({
  nullIsText: fc.boolean(),
  booleanIsText: fc.boolean(),
  unequalToOthers: fc.boolean(),
  numericStrings: fc.boolean(),
  regexOnNumbers: fc.boolean(),
  normaliseNumbers: fc.boolean(),
  star: fc.constantFrom(...CHOICES.star),
  wildcardUnequal: fc.constantFrom(...CHOICES.wildcardUnequal),
  wildcardNotExists: fc.constantFrom(...CHOICES.wildcardNotExists),
});

/** All that differ in a comparison without wildcard selectors. */
function everyReading(): readonly Reading[] {
  const out: Reading[] = [];
  for (let bits = 0; bits < 2 ** FLAGS.length; bits++) {
    const flag = (name: (typeof FLAGS)[number]) => ((bits >> FLAGS.indexOf(name)) & 1) === 1;
    for (const star of CHOICES.star)
      out.push({
        nullIsText: flag('nullIsText'),
        booleanIsText: flag('booleanIsText'),
        unequalToOthers: flag('unequalToOthers'),
        numericStrings: flag('numericStrings'),
        regexOnNumbers: flag('regexOnNumbers'),
        normaliseNumbers: flag('normaliseNumbers'),
        star,
        wildcardUnequal: 'some',
        wildcardNotExists: 'none',
      });
  }
  return out;
}

describe('print then parse', () => {
  test.each([
    ['JSON', jsonPattern],
    ['terms', termsPattern],
    ['space-delimited', delimitedPattern],
  ])('is the identity on %s patterns', (_, patterns) => {
    fc.assert(
      fc.property(patterns as fc.Arbitrary<FilterPattern>, (pattern) => {
        const text = print(pattern);
        const parsed = parse(text);
        if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
        expect(bare(parsed.pattern)).toEqual(bare(pattern));
      }),
      RUNS,
    );
  });

  test('is the identity on texts that were parsed, and drops no doubt that the tree holds', () => {
    for (const text of [
      '',
      '" "',
      '%a|b%',
      '[]',
      '[a, , ...]',
      '[a=x&&a!=y, b]',
      "{ $['x'] = x }",
      '{$.a=1||$.b=2&&$.c=3}',
    ]) {
      const first = parse(text);
      const second = parse(first.ok ? print(first.pattern) : '');
      expect(first.ok && second.ok && bare(second.pattern)).toEqual(first.ok && bare(first.pattern));
    }
  });

  test('keeps a pattern of 1,024 characters within the limit', () => {
    const tests = Array.from({ length: 93 }, (_, at) => `$.a${at % 10}=x${10 + (at % 90)}`);
    const text = `{${tests.join('||')}}`.padEnd(1024, ' ').replace(/\}( *)$/, '$1}');
    expect(text.length).toBe(1024);
    const parsed = parse(text);
    expect(parsed.ok && print(parsed.pattern).length <= 1024).toBe(true);
  });
});

describe('a JSON pattern', () => {
  test('is bracketed by its draft under every reading of what is not known', () => {
    let decided = 0;
    fc.assert(
      fc.property(jsonPattern, document, reading, (pattern, event, how) => {
        const answer = decide(toDraft(pattern, 'event'), event);
        if (answer === null) return;
        decided++;
        expect(evaluate(pattern.condition, event, how)).toBe(answer);
      }),
      { numRuns: 3000 },
    );
    expect(decided).toBeGreaterThan(1500);
  });

  test('gives the same answer for the event and for its text', () => {
    fc.assert(
      fc.property(jsonPattern, document, (pattern, event) => {
        expect(matchMessage(pattern, printJson(event)).matches).toBe(decide(toDraft(pattern, 'event'), event));
      }),
      RUNS,
    );
  });
});

describe('one comparison with one value', () => {
  const READINGS = everyReading();

  test.each(['=', '!='] as const)(
    '`%s`: decided exactly as every reading has it; undecided only where readings differ',
    (op) => {
      let needlesslyOpen = 0;
      for (const value of VALUES) {
        const condition = { kind: 'compare', op, selector: [{ key: 'a' }], value } as const;
        const draft = toDraft({ kind: 'json', condition, doubts: [] }, 'event');
        for (const scalar of SCALARS) {
          const event = { a: scalar };
          const answer = decide(draft, event);
          const answers = new Set(READINGS.map((how) => evaluate(condition, event, how)));
          if (answer !== null) expect([op, value, scalar, ...answers]).toEqual([op, value, scalar, answer]);
          else if (answers.size === 1) needlesslyOpen++;
        }
        for (const nothing of [{}, { b: 'x' }, { a: {} }, { a: ['x'] }]) expect(decide(draft, nothing)).toBe(false);
      }
      expect(needlesslyOpen / (VALUES.length * SCALARS.length)).toBeLessThan(0.06);
    },
  );
});

describe('a space-delimited pattern', () => {
  test('is bracketed by its draft under every reading', () => {
    let decided = 0;
    fc.assert(
      fc.property(delimitedPattern, message, reading, fc.boolean(), (pattern, line, how, lastTakesRest) => {
        const { matches: answer } = matchMessage(pattern, line);
        if (answer === null) return;
        decided++;
        const words = [...line.matchAll(/"([^"]*)"|\[([^\]]*)\]|\S+/g)].map(([all, a, b]) => a ?? b ?? all);
        const rest = pattern.fields.findIndex(({ kind }) => kind === 'rest');
        const named = pattern.fields.filter((field) => field.kind === 'field');
        const enough = rest < 0 && !lastTakesRest ? words.length === named.length : words.length >= named.length;
        const places = named.map((_, at) => (rest < 0 || at < rest ? at : words.length - named.length + at));
        const holds = named.every(({ condition }, at) => {
          const word = words[places[at]!];
          if (word === undefined) return false;
          const final = rest < 0 && at === named.length - 1 ? words.slice(places[at]).join(' ') : word;
          return condition === null || evaluateField(condition, final, how);
        });
        expect(enough && holds).toBe(answer);
      }),
      { numRuns: 3000 },
    );
    expect(decided).toBeGreaterThan(1000);
  });

  test('sees the same fields from both ends', () => {
    fc.assert(
      fc.property(message, (line) => {
        const { first, last } = messageFields(line).value;
        expect([...last].reverse()).toEqual(first);
      }),
    );
  });
});

describe('a term pattern', () => {
  test('on a message is plain search', () => {
    fc.assert(
      fc.property(
        termsPattern,
        fc.constantFrom('x', 'xy key', 'x y "', '12 é\\', 'Disable: {', ''),
        (pattern, line) => {
          expect(matchMessage(pattern, line)).toEqual({ matches: searched(pattern, line), reasons: [] });
        },
      ),
      RUNS,
    );
  });

  test('on an event is bracketed whichever way the event is written', () => {
    fc.assert(
      fc.property(termsPattern, document, fc.constantFrom(...SERIALIZERS), (pattern, event, serialize) => {
        const answer = decide(toDraft(pattern, 'event'), event);
        if (answer !== null) expect(searched(pattern, serialize(event))).toBe(answer);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('every draft', () => {
  const patterns: fc.Arbitrary<FilterPattern> = fc.oneof(jsonPattern, termsPattern, delimitedPattern);
  test('has a must inside its may', () => {
    fc.assert(
      fc.property(patterns, document, (pattern, event) => {
        const draft = toDraft(pattern, 'event');
        if (matches(bound(draft, 'must'), event)) expect(matches(bound(draft, 'may'), event)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('of a number with more digits than a double holds decides nothing by its text', () => {
    const parsed = parse('{ $.a = "100000000" }');
    expect(parsed.ok && matchMessage(parsed.pattern, '{"a":99999999.999999999}').matches).toBeNull();
    expect(parsed.ok && matchMessage(parsed.pattern, '{"a":100000000}').matches).toBe(true);
  });

  test('of a message that is nested too deeply to read decides nothing', () => {
    const parsed = parse('{ $.a = 1 }');
    const deep = `{"a":${'['.repeat(100_000)}1.0${']'.repeat(100_000)}}`;
    expect(parsed.ok && matchMessage(parsed.pattern, deep)).toMatchObject({
      matches: null,
      reasons: [{ code: 'nested' }],
    });
  });

  test('of a text that AWS may refuse is certain of nothing', () => {
    for (const text of ['{ $.a = x }\n', "{ $.a = 'x' }", '{ $.a not exists }', 'a.b', '%a}%', '[a, a]', '""']) {
      const parsed = parse(text);
      expect(parsed.ok, text).toBe(true);
      if (!parsed.ok) continue;
      for (const event of [{}, { a: 'x' }, { a: "'x'" }])
        expect(matches(bound(toDraft(parsed.pattern, 'event'), 'must'), event), text).toBe(false);
    }
  });
});

function searched(pattern: Extract<FilterPattern, { kind: 'terms' }>, line: string): boolean {
  const firm = pattern.terms.filter(({ role }) => role !== 'optional');
  if (firm.length === 0) return pattern.terms.some(({ text }) => line.includes(text));
  return firm.every(({ role, text }) => line.includes(text) === (role === 'required'));
}

/** Ways in which a serializer may write the same event. */
const SERIALIZERS: readonly ((event: Json) => string)[] = [
  printJson,
  (event) => printJson(event).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (event) => printJson(event).replaceAll('/', '\\/').replaceAll('<', '\\u003c'),
  (event) => JSON.stringify(JSON.parse(printJson(event)), null, 2),
];
