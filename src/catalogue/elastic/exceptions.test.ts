import { describe, expect, it } from 'vitest';
import { deriveDetection } from '../../cloudtrail/detection-fields.js';
import type { Json } from '../../predicate/json.js';
import { compile } from '../../predicate/match.js';
import { EVENT, EXPORTED, ITEM, LIST, ndjson, REFERENCE, SUMMARY, said } from './elastic.case.js';

describe('the exceptions of an export', () => {
  const rule = { ...EXPORTED, exceptions_list: [REFERENCE] };
  const read = (item: object) => ndjson(rule, LIST, { ...ITEM, ...item }, SUMMARY);
  const excepted = (entries: readonly object[], event: Json): boolean => {
    const { exceptions, problems } = read({ entries });
    expect(problems).toEqual([]);
    return compile(exceptions[0]!.predicate, deriveDetection)(event);
  };
  const by = (userName: string, more: object = {}) =>
    ({ ...EVENT, userIdentity: { type: 'IAMUser', userName, ...more } }) as Json;

  it('have an owner, a reason and an end', () => {
    expect(read({})).toMatchObject({
      problems: [],
      notes: [],
      exceptions: [
        {
          id: 'pipeline',
          rule: EXPORTED.rule_id,
          owner: 'alice',
          reason: 'Pipeline; the pipeline retires keys; until the move is done',
          expires: '2027-01-31T12:00:00.000Z',
          origin: { file: 'rules.ndjson', line: 3 },
        },
      ],
    });
    expect(read({ expire_time: undefined }).exceptions[0]!.expires).toBe(null);
  });

  const entry = (type: string, value: unknown, operator = 'included', field = 'user.name') => ({
    field,
    operator,
    type,
    value,
  });
  it.each<[string, readonly object[], string, boolean]>([
    ['one value', [entry('match', 'Pipeline')], 'Pipeline', true],
    ['one value, with regard to case', [entry('match', 'pipeline')], 'Pipeline', false],
    ['one value, whose star is a star', [entry('match', 'Pipe*')], 'Pipeline', false],
    ['some values', [entry('match_any', ['A', 'Pipeline'])], 'Pipeline', true],
    ['some other values', [entry('match_any', ['A', 'B'])], 'Pipeline', false],
    ['whether there is one', [{ field: 'user.name', operator: 'included', type: 'exists' }], 'Pipeline', true],
    ['whether there is none', [{ field: 'user.name', operator: 'excluded', type: 'exists' }], 'Pipeline', false],
    ['a wildcard', [entry('wildcard', 'P*l?ne')], 'Pipeline', true],
    ['a wildcard that wants one more', [entry('wildcard', 'Pipeline?')], 'Pipeline', false],
    ['a star that is written out', [entry('wildcard', 'Pipe\\*')], 'Pipe*', true],
    ['a star that is written out, and is none', [entry('wildcard', 'Pipe\\*')], 'Pipeline', false],
    ['what it must not be', [entry('match', 'A', 'excluded')], 'Pipeline', true],
    [
      'all of several',
      [entry('match', 'Pipeline'), entry('match', 'EnableKey', 'excluded', 'event.action')],
      'Pipeline',
      true,
    ],
    [
      'not one of several alone',
      [entry('match', 'Pipeline'), entry('match', 'EnableKey', 'included', 'event.action')],
      'Pipeline',
      false,
    ],
  ])('ask for %s', (_, entries, user, expected) => expect(excepted(entries, by(user))).toBe(expected));

  it('an event without the field is not of a list of its values, and is of their contrary', () => {
    expect(excepted([entry('match_any', ['A'])], EVENT)).toBe(false);
    expect(excepted([entry('match_any', ['A'], 'excluded')], EVENT)).toBe(true);
  });

  it.each<[string, object, string]>([
    [
      'a list of values elsewhere',
      { entries: [{ field: 'source.ip', operator: 'included', type: 'list', list: { id: 'x', type: 'ip' } }] },
      'unsupported-entry: `Pipeline`: an entry of the type `list` is not supported',
    ],
    [
      'nested entries',
      { entries: [{ field: 'a', type: 'nested', entries: [] }] },
      'unsupported-entry: `Pipeline`: an entry of the type `nested` is not supported',
    ],
    [
      'a field that no event has',
      { entries: [entry('match', 'x', 'excluded', 'host.name')] },
      'unknown-field: `Pipeline`: there is no field `host.name`',
    ],
    ['no entries', { entries: [] }, 'no-entries: `Pipeline`: an exception needs at least one entry'],
    ['no values', { entries: [entry('match_any', [])] }, 'no-values: `Pipeline`: `value` is empty'],
    [
      'an operator that is none',
      { entries: [entry('match', 'x', 'is')] },
      'unknown-word: `Pipeline`: `is` is not one of included, excluded',
    ],
    [
      'a wildcard on what is no text',
      { entries: [entry('wildcard', 't*', 'included', 'aws.cloudtrail.read_only')] },
      'unsupported-entry: `Pipeline`: `aws.cloudtrail.read_only` is of type boolean, which no wildcard is put to',
    ],
    [
      'some operating systems',
      { os_types: ['windows'] },
      'unsupported-field: `Pipeline`: it is for hosts of some operating systems, and no event tells theirs',
    ],
    ['an end that is none', { expire_time: 'soon' }, 'invalid-time: `Pipeline`: `soon` is not an instant'],
    ['an unknown member', { entires: [] }, 'unknown-key: `Pipeline`: unknown key `entires`'],
  ])('are refused with %s, and the rule is not', (_, item, expected) => {
    const { rules, exceptions, problems } = read(item);
    expect([rules.length, exceptions]).toEqual([1, []]);
    expect(said(problems)).toEqual([`3 ${expected}`]);
  });

  it('belong to every rule that names their list, and to no other', () => {
    const other = { ...EXPORTED, rule_id: 'b' };
    const { exceptions } = ndjson(rule, other, { ...rule, rule_id: 'c' }, LIST, ITEM);
    expect(exceptions.map((exception) => exception.rule)).toEqual([EXPORTED.rule_id, 'c']);
  });

  it('of a list that no rule names are noted', () => {
    const { exceptions, notes } = ndjson(EXPORTED, LIST, ITEM);
    expect(exceptions).toEqual([]);
    expect(said(notes)).toEqual([
      '3 unused-exception: the exception `pipeline` is of the list `expected`, which no rule of the file names',
    ]);
    expect(ndjson(rule, LIST, { ...ITEM, namespace_type: 'agnostic' }).exceptions).toEqual([]);
  });

  it('of a list without items are none', () => {
    expect(ndjson(rule, LIST)).toMatchObject({ exceptions: [], notes: [], problems: [] });
  });
});
