import type { Draft, Step } from './predicate.js';
import type { CharRange, Text } from './text.js';

/** A stable text of a predicate: for people who read a proof, and as a key where equal predicates must be found. */
export function printPredicate(draft: Draft): string {
  switch (draft.kind) {
    case 'all':
      return draft.of.length === 0 ? 'true' : `(${draft.of.map(printPredicate).join(' and ')})`;
    case 'any':
      return draft.of.length === 0 ? 'false' : `(${draft.of.map(printPredicate).join(' or ')})`;
    case 'not':
      return `not ${printPredicate(draft.of)}`;
    case 'at':
      return `${printStep(draft.step)}:${printPredicate(draft.of)}`;
    case 'type':
      return `is ${draft.type}`;
    case 'text':
      return `~${printText(draft.like)}`;
    case 'number':
      return `${draft.op} ${draft.value}`;
    case 'between':
      return `between(${printPredicate(draft.must)}, ${printPredicate(draft.may)}, ${JSON.stringify(draft.why.code)})`;
  }
}

function printStep(step: Step): string {
  if (typeof step === 'string') return `<${step}>`;
  if ('key' in step) return `.${JSON.stringify(step.key)}`;
  if ('index' in step) return `[${step.index}]`;
  if ('names' in step) return '<names>';
  return `<derived ${JSON.stringify(step.derived)}>`;
}

/** The text as a regular expression. */
function printText(text: Text): string {
  return `/${regex(text)}/`;
}

function regex(text: Text): string {
  switch (text.kind) {
    case 'literal':
      return text.value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/[^ -~]/g, unitText);
    case 'chars':
      return text.ranges.length === 1 && text.ranges[0]![0] === 0 && text.ranges[0]![1] === 0xffff
        ? '.'
        : `[${text.ranges.map(rangeText).join('')}]`;
    case 'sequence':
      return text.of.map(regex).join('');
    case 'choice':
      return text.of.length === 0 ? '[]' : `(?:${text.of.map(regex).join('|')})`;
    case 'repeat':
      return `(?:${regex(text.of)})${counts(text.min, text.max)}`;
  }
}

function counts(min: number, max: number | null): string {
  if (max === null) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return `{${min},${max}}`;
}

function rangeText([first, last]: CharRange): string {
  return first === last ? charText(first) : `${charText(first)}-${charText(last)}`;
}

function charText(unit: number): string {
  const c = String.fromCharCode(unit);
  return /[ -~]/.test(c) && !/[\\\]^-]/.test(c) ? c : unitText(c);
}

function unitText(c: string): string {
  return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
