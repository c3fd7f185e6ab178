import { all, any, at, between, type Draft, FALSE, is, not, TRUE, unknown } from '../predicate/predicate.js';

/** The log group in which the events lie. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * A metric filter's `fieldSelectionCriteria`, such as `@aws.region = "us-east-1" AND @aws.account IN ["111122223333"]`: it narrows
 * the filter beside its pattern (CloudWatch Logs API, PutMetricFilter). The fields are those of a log event's source, documented
 * for centralised log groups only. For the log group of a trail they may mean the log group's own account and Region, or those of
 * the record, or may be missing, so that no comparison holds: what a reading selects is a doubt, and what none selects is lost.
 * A text that cannot be read selects nobody knows what.
 */
export function selectionDraft(criteria: string, place: Place): Draft {
  if (criteria.trim() === '') return TRUE;
  const tree = parse(criteria);
  if (!tree)
    return unknown({
      code: 'field-selection-unreadable',
      message: `the field selection criteria \`${criteria}\` could not be read`,
    });
  const ofGroup = evaluate(tree, (test) =>
    decides(test, test.field === 'account' ? place.account : place.region) ? TRUE : FALSE,
  );
  const ofRecord = evaluate(tree, (test) => {
    const path = test.field === 'account' ? 'recipientAccountId' : 'awsRegion';
    const listed = any<never>(...test.values.map((value) => at([path], is(value))));
    return test.negated ? not(listed) : listed;
  });
  return between(FALSE, any(ofGroup, ofRecord), {
    code: 'field-selection',
    message: `what the field selection criteria \`${criteria}\` mean for a trail’s log group is not documented`,
  });
}

interface Test {
  readonly kind: 'test';
  readonly field: 'account' | 'region';
  readonly negated: boolean;
  readonly values: readonly string[];
}
type Tree = Test | { readonly kind: 'and' | 'or'; readonly of: readonly Tree[] };

const decides = (test: Test, value: string): boolean => test.values.includes(value) !== test.negated;

function evaluate(tree: Tree, leaf: (test: Test) => Draft): Draft {
  if (tree.kind === 'test') return leaf(tree);
  const parts = tree.of.map((part) => evaluate(part, leaf));
  return tree.kind === 'and' ? all(...parts) : any(...parts);
}

const TOKEN =
  /\s*(?:(@aws\.(?:account|region))|("(?:[^"\\])*"|'(?:[^'\\])*')|(!=|=|\(|\)|\[|\]|,)|([A-Za-z]+)|([0-9]+))/y;

function tokensOf(text: string): readonly string[] | null {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    tokens.push(match[4] === undefined ? match[0].trim() : match[4].toUpperCase());
  }
  return tokens;
}

/** Null: not in the form that is documented. AND binds more tightly than OR. */
function parse(text: string): Tree | null {
  const tokens = tokensOf(text);
  if (!tokens) return null;
  let next = 0;
  const accept = (token: string): boolean => tokens[next] === token && ++next > 0;
  const chain = (kind: 'and' | 'or', word: string, part: () => Tree | null): Tree | null => {
    const of: Tree[] = [];
    do {
      const tree = part();
      if (!tree) return null;
      of.push(tree);
    } while (accept(word));
    return of.length === 1 ? of[0]! : { kind, of };
  };
  const value = (): string | null => {
    const token = tokens[next] ?? '';
    const plain = /^["'](.*)["']$/s.exec(token)?.[1] ?? (/^[0-9]+$/.test(token) ? token : null);
    if (plain !== null) next++;
    return plain;
  };
  const list = (): readonly string[] | null => {
    if (!accept('[')) return null;
    const values: string[] = [];
    do {
      const one = value();
      if (one === null) return null;
      values.push(one);
    } while (accept(','));
    return accept(']') ? values : null;
  };
  const test = (): Tree | null => {
    if (accept('(')) {
      const tree = or();
      return tree && accept(')') ? tree : null;
    }
    const field = /^@aws\.(account|region)$/.exec(tokens[next] ?? '')?.[1];
    if (field !== 'account' && field !== 'region') return null;
    next++;
    if (accept('=') || accept('!=')) {
      const negated = tokens[next - 1] === '!=';
      const one = value();
      return one === null ? null : { kind: 'test', field, negated, values: [one] };
    }
    const negated = accept('NOT');
    if (!accept('IN')) return null;
    const values = list();
    return values && { kind: 'test', field, negated, values };
  };
  const or = (): Tree | null => chain('or', 'OR', () => chain('and', 'AND', test));
  const tree = or();
  return tree && next === tokens.length ? tree : null;
}
