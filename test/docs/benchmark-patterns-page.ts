import { type Control, loadControls, requiredEvents, requirementOf } from '../../src/catalogue/index.js';
import { classCoverage, shapesOf } from '../../src/cloudtrail/index.js';
import { parse, toDraft } from '../../src/languages/cloudwatch/index.js';
import { bound, type Draft, type JsonObject, matches } from '../../src/predicate/index.js';

export interface PrintedPattern {
  readonly control: string;
  readonly pattern: string;
  readonly versions: readonly string[];
  readonly printedIn: readonly string[];
}

export type Judgement =
  | { readonly verdict: 'refused'; readonly why: string }
  | {
      readonly verdict: 'proved' | 'broken' | 'unknown';
      /** What rings as well, a phrase each. */
      readonly more: readonly string[];
      /** Of a broken one: an event that is missed. */
      readonly missed: string | null;
    };

const NEARLY_ALL = 'nearly every event';
const { controls } = loadControls();

export const controlOf = (slug: string): Control => controls.find((control) => control.slug === slug)!;

/** A pattern against a control, as one version asks for it. */
export function judge(control: Control, pattern: string, version: string): Judgement {
  const parsed = parse(pattern);
  if (!parsed.ok) return { verdict: 'refused', why: parsed.error.message };
  const told = toDraft(parsed.pattern, 'event');
  const answers = requiredEvents(control, { benchmark: `cis-${version}` }).map((event) => ({
    event: event.event,
    ...classCoverage(shapesOf(event), requirementOf(event), told),
  }));
  if (answers.length === 0) throw new Error(`${control.slug} is not in ${version}`);
  const worst = (['broken', 'unknown'] as const)
    .map((verdict) => answers.find((answer) => answer.verdict === verdict))
    .find((answer) => answer !== undefined);
  return { verdict: worst?.verdict ?? 'proved', more: more(control, told, version), missed: worst?.event ?? null };
}

/** What else rings, of a few kinds of events: those that the pattern certainly matches and the control does not ask for. */
function more(control: Control, told: Draft, version: string): readonly string[] {
  const events = requiredEvents(control, { benchmark: `cis-${version}` });
  const rings = bound(told, 'must');
  const names = probes(control)
    .filter(([, event]) => matches(rings, event) && !events.some((required) => matches(requirementOf(required), event)))
    .map(([name]) => name)
    .sort();
  return names.includes(NEARLY_ALL) ? [NEARLY_ALL] : [...new Set(names)];
}

function probes(control: Control): readonly (readonly [name: string, event: JsonObject])[] {
  const any = shapesOf({ eventSource: null, eventName: null });
  const ordinary = any.find((shape) => shape.variant === 'IAM user')!.example;
  return [
    [NEARLY_ALL, ordinary],
    ...control.events.flatMap((event) => [
      ...(event.eventSource === null
        ? []
        : ([['events of these names of other services', elsewhere(event, ordinary)]] as const)),
      ...shapesOf(event)
        .filter((shape) => !shape.conjectured)
        .map((shape) => [nameOf(shape.variant, event.eventSource), shape.example] as const),
    ]),
  ];
}

const elsewhere = (event: { readonly eventName: string | null }, ordinary: JsonObject): JsonObject => ({
  ...ordinary,
  eventSource: 'example.amazonaws.com',
  ...(event.eventName === null ? {} : { eventName: event.eventName }),
});

function nameOf(variant: string, eventSource: string | null): string {
  if (eventSource === 'signin.amazonaws.com') return `sign-in: ${variant}`;
  return /failed call|refused/.test(variant) ? 'failed calls' : `calls: ${variant}`;
}

/** `docs/benchmark-patterns.md`. */
export function benchmarkPatternsPage(patterns: readonly PrintedPattern[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '# The benchmark’s own patterns, judged',
    '',
    'The CIS AWS Foundations Benchmark prints a filter pattern for each control, and the text changed between versions. Here each one is proved against what its own versions ask for, by the same prover that judges an account. `npx vitest run test/docs -u` writes this page from `cases/benchmark-patterns.json`.',
    '',
    '- **covers**: whatever the control asks for, by any caller, the pattern matches it.',
    '- **refused**: AWS does not take the text (`PutMetricFilter` answers with an error).',
    '- **rings for more**: kinds of events that the control does not ask for, and that the pattern matches. Failed calls are among them wherever a pattern does not ask how the call ended: a reason to call it noisy, not wrong.',
    '',
    'The table begins with version 1.4. The texts are those of the public compliance files of Prowler, which carry 1.4 to 7.0; what 1.2 printed is not among them, so it is not judged here, rather than from memory. `--benchmark cis-1.2` asks for the events of 1.2 all the same.',
    '',
    row(['control', 'versions', 'verdict', 'rings for more', 'covers 7.0']),
    row(['---', '---', '---', '---', '---']),
    ...patterns.flatMap((printed) => {
      const control = controlOf(printed.control);
      const judgements = printed.versions.map((version) => ({
        version,
        judgement: judge(control, printed.pattern, version),
      }));
      const groups = new Map<string, string[]>();
      for (const { version, judgement } of judgements) {
        const key = `${wordOf(judgement)} | ${moreOf(judgement)}`;
        groups.set(key, [...(groups.get(key) ?? []), version]);
      }
      const newest = wordOf(judge(control, printed.pattern, '7.0'));
      return [...groups].map(([cells, versions]) => row([printed.control, versions.join(', '), cells, newest]));
    }),
    '',
    'The texts, in the same order:',
    '',
    ...patterns.map(({ control, versions, pattern }) => `- ${control}, ${versions.join(', ')}: \`${pattern}\``),
    '',
    'Three things are worth knowing before one of them is copied:',
    '',
    '- The text of *unauthorized-api-calls* of 1.4 to 3.0 ends in `|| ($.sourceIPAddress!=…) || ($.eventName!=…)`. Nearly every event is not from that address or not of that name, so it covers the control and rings all day. From 4.0 on the signs are `&&`, which by precedence bind to the second alternative alone, as they should.',
    '- The text of *console-sign-in-failures* of 4.0 to 7.0 lost the quotes around `Failed authentication`. A blank outside quotes ends the value, and AWS refuses the pattern.',
    '- One published text of *cloudtrail-configuration-changes* carries the pattern of *iam-policy-changes*. Deployed, it misses every change of a trail: `broken`, and what it covers is the other control.',
    '',
  ].join('\n');
}

function wordOf(judgement: Judgement): string {
  switch (judgement.verdict) {
    case 'proved':
      return 'covers';
    case 'broken':
      return `misses ${judgement.missed}`;
    case 'unknown':
      return `unknown for ${judgement.missed}`;
    case 'refused':
      return 'refused';
  }
}

function moreOf(judgement: Judgement): string {
  if (judgement.verdict === 'refused') return '–';
  return judgement.more.length === 0 ? 'nothing else' : judgement.more.join(', ');
}
