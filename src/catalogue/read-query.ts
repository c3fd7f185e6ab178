import { detectionFields } from '../cloudtrail/detection-fields.js';
import { unsupported } from '../cloudtrail/ecs/index.js';
import { eventDraft } from '../languages/cloudwatch/index.js';
import { parse as parseKql, toDraft } from '../languages/kql/index.js';
import { bound } from '../predicate/bound.js';
import { any, type Draft } from '../predicate/predicate.js';
import type { Control } from './control.js';
import { nearest } from './nearest.js';
import type { Node } from './node.js';
import { requiredEvents, requirementInLogs } from './requirement.js';
import type { Query } from './rule.js';

export const LANGUAGES = ['cloudwatch', 'kql'] as const;
export const QUERY_KEYS = ['language', 'query', 'control'];

export type QueryReading =
  | { readonly ok: true; readonly draft: Draft }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly help?: string;
      readonly line: number;
    };

/** The events that a query's text is true of, in the fields of the detection view. `line`: of the text, from 0. */
export function draftOf(language: (typeof LANGUAGES)[number], text: string): QueryReading {
  switch (language) {
    case 'cloudwatch': {
      const read = eventDraft(text);
      return read.ok ? read : refused('not a CloudWatch filter pattern', text, read.error);
    }
    case 'kql': {
      const parsed = parseKql(text);
      if (!parsed.ok) return refused('not KQL', text, parsed.error);
      const made = toDraft(parsed.query, detectionFields, { unsupported: whyNot });
      return made.ok ? made : refused('not a query of CloudTrail’s fields', text, made.error);
    }
  }
}

function whyNot(field: string): string | undefined {
  const reason = unsupported(field);
  return reason === undefined ? undefined : `the field ${reason}`;
}

interface LanguageError {
  readonly code: string;
  readonly message: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly help?: string;
}

function refused(what: string, text: string, { code, message, span, help }: LanguageError): QueryReading {
  const line = text.slice(0, span?.start ?? 0).split('\n').length - 1;
  const whole = code === 'unsupported-field' ? message : `${what}: ${message}`;
  return { ok: false, code, message: whole, line, ...(help === undefined ? {} : { help }) };
}

/**
 * The query of a mapping: `language` and `query`, or `control`. Null when a problem was reported. Its predicate is the wider reading
 * of what is doubtful: an alert too many is seen.
 */
export function readQuery(node: Node, controls: readonly Control[]): Query | null {
  if (node.has('control')) {
    for (const key of ['language', 'query'])
      if (node.has(key))
        return node.at(key).refuse('two-queries', 'a query is a `control`, or a `language` and a `query`');
    return controlQuery(node.at('control'), controls);
  }
  const language = languageOf(node.at('language'));
  return language && queryOf(language, node.at('query'));
}

/** The query whose text is here, in a language that is known. */
export function queryOf(language: (typeof LANGUAGES)[number], node: Node): Query | null {
  const text = node.text()?.trim();
  if (text === undefined) return null;
  const read = draftOf(language, text);
  return read.ok
    ? { language, text, predicate: bound(read.draft, 'may') }
    : node.refuse(read.code, read.message, read.help);
}

export function languageOf(node: Node): (typeof LANGUAGES)[number] | null {
  const word = node.text();
  if (word === null) return null;
  const found = LANGUAGES.find((language) => language === word);
  return found ?? node.refuse('unknown-language', `\`${word}\` is not one of ${LANGUAGES.join(', ')}`);
}

function controlQuery(node: Node, controls: readonly Control[]): Query | null {
  const slug = node.text();
  if (slug === null) return null;
  const control = controls.find((candidate) => candidate.slug === slug);
  if (control) return queryOfControl(control);
  const slugs = controls.map((candidate) => candidate.slug);
  const meant = nearest(slug, slugs);
  const help = meant ? `did you mean \`${meant}\`?` : `there are ${slugs.join(', ')}`;
  return node.refuse('unknown-control', `unknown control \`${slug}\``, help);
}

/** What the newest version of the benchmark requires. */
export function queryOfControl(control: Control): Query {
  return {
    language: 'control',
    text: control.slug,
    predicate: any(...requiredEvents(control).map(requirementInLogs)),
  };
}
