import { aliasesOf, type Control, versionsOf } from '../../src/catalogue/index.js';
import { whereWords } from './where-words.js';

/** `docs/controls.md`, made of the catalogue. */
export function controlsPage(controls: readonly Control[]): string {
  return [
    '# The controls',
    '',
    'Each control is one file in `catalogue/controls`. This page is made of them: `npx vitest run test/docs -u` writes it.',
    '',
    'Successful calls are required; with `--include-attempts` failed ones are as well. The controls about failures and about the root user are not changed by that option. `--benchmark cis-3.0` asks for what that version asks for; the default is the newest.',
    '',
    '## Numbers',
    '',
    ...numbers(controls),
    '',
    'From 4.0 on the benchmark assesses these controls by hand (4.0 keeps its 4.1 automated), because CloudTrail may also feed a system outside AWS. A mapping to another framework is an opinion, not that framework’s text: those beyond NIST 800-53, CIS Controls, CCE and some of MITRE ATT&CK follow the public compliance files of Prowler 5.46.',
    '',
    ...controls.flatMap(section),
    ...OWN,
  ].join('\n');
}

/** The example of the page: a test reads it as a control. */
export const EXAMPLE = `slug: access-key-creation
title: A new access key
rationale: A key that somebody makes for another user is a back door that outlives a password change.
severity: high
events:
  - source: iam.amazonaws.com
    names: [CreateAccessKey]
    where:
      not: { path: userIdentity.userName, is: key-rotation }
canonicalPattern: '{ ($.eventSource = "iam.amazonaws.com") && ($.eventName = "CreateAccessKey") }'
tests:
  - name: somebody makes one
    required: true
    event: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey, userIdentity: { userName: Alice } }
  - name: the rotation makes one
    required: false
    event: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey, userIdentity: { userName: key-rotation } }
`;

const OWN = [
  '## A control of your own',
  '',
  'Put a file into a folder and name it: `trailproof audit --controls DIR`. Controls are added, never replaced: a slug that is taken is an error, as is anything in the file that is not understood, and a control is refused unless its own tests pass.',
  '',
  '```yaml',
  EXAMPLE.trimEnd(),
  '```',
  '',
  '- `events`: `source` and `names`, `*` for any; `outcome`: `success` (the default), `failure` or `any`; `since` and `until`: CIS versions, both included.',
  "- `where`: `{ path, is: text or list }`, `{ path, like: 'Access*' }`, `{ path, exists: true }`, and `allOf`, `anyOf`, `not` of these. A path has dots between its keys, or is a list where a key holds a dot. `is` and `like` are about strings; a field that is missing is neither.",
  '- `tests`: at least one event that is required and one that is not. `attempts: true` judges as with `--include-attempts`, `benchmark: cis-3.0` as that version.',
  '- Optional: `order`, `isDefault` (true), `cis`, `securityHub`, `literalPattern`, `frameworks`, `references`; `schedule` and `grouping`, as in a [rule](rules.md#a-rule-of-your-own), for the alerts of a scan.',
  '',
];

function numbers(controls: readonly Control[]): readonly string[] {
  const versions = versionsOf(controls);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['control', ...versions, 'Security Hub']),
    row(['---', ...versions.map(() => '---'), '---']),
    ...controls.map((control) =>
      row([
        `[${control.slug}](#${control.slug})`,
        ...versions.map((version) => control.cis[version]?.id ?? '–'),
        control.securityHub ?? '–',
      ]),
    ),
  ];
}

function section(control: Control): readonly string[] {
  return [
    `## ${control.slug}`,
    '',
    `**${control.title}.** Severity ${control.severity}${control.isDefault ? '' : '; audited when named, or with `--control all`'}.`,
    '',
    control.rationale,
    '',
    'Required:',
    ...events(control),
    '',
    'The pattern that we would deploy:',
    '```',
    control.canonicalPattern,
    '```',
    '',
    ...Object.entries(control.frameworks).map(([name, ids]) => `- ${name}: ${ids.join(', ')}`),
    ...(aliasesOf(control).length === 0 ? [] : [`- also selected as: ${aliasesOf(control).join(', ')}`]),
    '',
    `References: ${control.references.map((url) => `<${url}>`).join(', ')}`,
    '',
  ];
}

/** Events that share everything but their names, on one line. */
function events(control: Control): readonly string[] {
  const lines = new Map<string, string[]>();
  for (const event of control.events) {
    const outcome = { success: 'successful', failure: 'failed', any: 'successful or failed' }[event.outcome];
    const limits = [
      ...(event.since === null ? [] : [`since ${event.since}`]),
      ...(event.until === null ? [] : [`until ${event.until}`]),
    ];
    const which = event.where.kind === 'all' && event.where.of.length === 0 ? '' : `: ${whereWords(event.where)}`;
    const line = `(${[outcome, ...limits].join(', ')})${which}`;
    lines.set(line, [...(lines.get(line) ?? []), `\`${event.event}\``]);
  }
  return [...lines].map(([line, names]) => `- ${names.join(', ')} ${line}`);
}
