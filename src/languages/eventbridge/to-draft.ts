import { foldAll, foldAny } from '../../predicate/fold.js';
import {
  all,
  any,
  at,
  between,
  type Draft,
  exists,
  FALSE,
  not,
  TRUE,
  type,
  unknown,
} from '../../predicate/predicate.js';
import { alternativesOf, hasDuplicates, type Leaf, lastOfEach } from './alternatives.js';
import { DOUBTS } from './doubts.js';
import type { EventPattern, PatternValue } from './pattern.js';
import { type Dialect, present, valueDraft } from './value-draft.js';

const MOST_ALTERNATIVES = 1024;

/**
 * The events that the pattern matches, over the event's envelope { version, id, detail-type, source, account, time, region, resources,
 * detail }. Rests on the EventBridge user guide (event pattern syntax, comparison operators, arrays, null values) and, where the guide is
 * silent, on AWS's own open matcher aws/event-ruler: arrays are looked through, and all fields under one array must match in the same
 * element; null is a value that exists; `anything-but` needs a value. Places where the two differ are doubts.
 */
export function toDraft(pattern: EventPattern): Draft {
  return draftIn(pattern, 'eventbridge');
}

/** As `toDraft`, for the language that SNS shares with EventBridge. */
export function draftIn(pattern: EventPattern, dialect: Dialect): Draft {
  const joined = draftOf(pattern, dialect);
  if (!hasDuplicates(pattern)) return joined;
  const last = draftOf(lastOfEach(pattern), dialect);
  return between(all<Draft>(joined, last), any<Draft>(joined, last), DOUBTS.duplicateKey);
}

function draftOf(pattern: EventPattern, dialect: Dialect): Draft {
  const alternatives: Alternative[] = [];
  for (const leaves of alternativesOf(pattern)) {
    alternatives.push(...separateAbsence(leaves));
    if (alternatives.length > MOST_ALTERNATIVES) return unknown(DOUBTS.alternatives);
  }
  return foldAny(alternatives.map((alternative) => readings(alternative, dialect)));
}

/** Leaves that ask for a value, and paths that must not be there. */
interface Alternative {
  readonly there: readonly Leaf[];
  readonly absent: readonly (readonly string[])[];
}

type Positive = Exclude<PatternValue, { op: 'exists'; value: false }>;
const isPositive = (value: PatternValue): value is Positive => !(value.op === 'exists' && !value.value);

/** A leaf that takes absence or a value makes two alternatives. */
function separateAbsence(leaves: readonly Leaf[]): readonly Alternative[] {
  let out: readonly Alternative[] = [{ there: [], absent: [] }];
  for (const leaf of leaves) {
    const values = leaf.values.filter(isPositive);
    const mayBeAbsent = values.length < leaf.values.length;
    out = out.flatMap(({ there, absent }) => [
      ...(values.length > 0 ? [{ there: [...there, { path: leaf.path, values }], absent }] : []),
      ...(mayBeAbsent ? [{ there, absent: [...absent, leaf.path] }] : []),
    ]);
    if (out.length > MOST_ALTERNATIVES) return out;
  }
  return out;
}

/** A key with a dot reads as one key and as nested keys; AWS matches events of both forms, and says not to rely on it. */
function readings(alternative: Alternative, dialect: Dialect): Draft {
  const paths = [...alternative.there.map((leaf) => leaf.path), ...alternative.absent];
  const dots = paths.flat().reduce((sum, key) => sum + key.split('.').length - 1, 0);
  const asWritten = alternativeDraft(alternative, dialect);
  if (dots === 0) return asWritten;
  const split = (path: readonly string[]) => path.flatMap((key) => key.split('.'));
  const nested = alternativeDraft(
    {
      there: alternative.there.map((leaf) => ({ ...leaf, path: split(leaf.path) })),
      absent: alternative.absent.map(split),
    },
    dialect,
  );
  const may = dots === 1 ? any<Draft>(asWritten, nested) : TRUE;
  return between(all<Draft>(asWritten, nested), may, DOUBTS.dottedKey);
}

function alternativeDraft({ there, absent }: Alternative, dialect: Dialect): Draft {
  return foldAll([treeDraft(treeOf(there), dialect), ...absent.map((path) => absentDraft(path, there, dialect))]);
}

/** Nothing at this path. Under an array AWS may mean the element that the other fields match: a doubt where there is such an array. */
function absentDraft(path: readonly string[], there: readonly Leaf[], dialect: Dialect): Draft {
  const gone = not<Draft>(reachPath(path, present(dialect)));
  const above = path.slice(0, -1).map((_, index) => path.slice(0, index + 1));
  const shared = above.filter((prefix) => there.some((leaf) => prefix.every((key, index) => leaf.path[index] === key)));
  if (shared.length === 0) return gone;
  const inArray = any(
    ...shared.map((prefix) =>
      at(
        prefix.map((key) => ({ key })),
        type('array'),
      ),
    ),
  );
  return any<Draft>(gone, between(FALSE, inArray, DOUBTS.absentInArray));
}

interface Tree {
  values: readonly PatternValue[][];
  readonly keys: Map<string, Tree>;
}

function treeOf(leaves: readonly Leaf[]): Tree {
  const root: Tree = { values: [], keys: new Map() };
  for (const leaf of leaves) {
    let node = root;
    for (const key of leaf.path) {
      let next = node.keys.get(key);
      if (!next) {
        next = { values: [], keys: new Map() };
        node.keys.set(key, next);
      }
      node = next;
    }
    node.values = [...node.values, [...leaf.values]];
  }
  return root;
}

/** The conjunction stands inside `reach`: that is where the fields of one array element are kept together. */
function treeDraft(tree: Tree, dialect: Dialect): Draft {
  const parts: Draft[] = [];
  for (const [key, child] of tree.keys) {
    for (const values of child.values) {
      const drafts = values.filter(isPositive).map((value) => valueDraft(value, dialect));
      parts.push(at<Draft>([{ key }], reach(any<Draft>(...drafts))));
    }
    if (child.keys.size > 0) parts.push(at<Draft>([{ key }], reach(treeDraft(child, dialect))));
  }
  return all<Draft>(...parts);
}

function reachPath(path: readonly string[], end: Draft): Draft {
  return path.reduceRight<Draft>((inner, key) => at<Draft>([{ key }], reach(inner)), end);
}

/** The value itself or an element of it, through an array in an array; what lies deeper is in doubt. */
function reach(of: Draft): Draft {
  const deeper = between(FALSE, exists('element', 'element', 'element'), DOUBTS.deepArray);
  return any<Draft>(at<Draft>(['item', 'item'], of), deeper);
}
