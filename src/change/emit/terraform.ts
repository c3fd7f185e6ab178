import type { Change, Plan } from '../change.js';
import { bashUndo } from './bash.js';
import { aloneNotes, besideNotes } from './beside-notes.js';
import { declared } from './declared.js';
import type { EmittedFile, Emitter } from './emission.js';
import { attributes, block, type Entry, Expression, type Hcl, printHcl, quoted } from './hcl.js';
import { changeNotes, planNotes } from './notes.js';
import { planId } from './plan-name.js';
import { referring } from './references.js';
import { scriptFile } from './script.js';
import { type Names, resourceKind, terraformNames } from './terraform-names.js';
import { terraformRefuses } from './terraform-refuses.js';
import { resourceBody } from './terraform-resource.js';
import type { Thing, ThingOf } from './thing.js';

/**
 * A root module. What a plan builds is a resource; a metric filter, an alarm or a topic's policy that is there and is wholly
 * known is imported first. What Terraform cannot alter without owning all of it stays with the AWS CLI.
 */
export const terraform: Emitter = (plan, options) => {
  const { things, beside } = declared(plan, terraformRefuses);
  const names = terraformNames(things, plan);
  const notes = [
    ...planNotes(plan),
    'Run: terraform init && terraform apply',
    ...besideNotes(beside, plan, 'terraform apply'),
  ];
  const main = things.flatMap((thing) => resource(thing, names, things));
  const module: readonly EmittedFile[] = [
    file(TERRAFORM_MARK_FILE, [terraformMark(plan), ...OWN_FOLDER], [versions]),
    file('providers.tf', [], providers(names, things, plan)),
    ...unlessEmpty('variables.tf', variables(names, things)),
    file('main.tf', notes, main),
    ...importsFile(names, things),
    ...unlessEmpty('outputs.tf', outputs(names, things)),
  ];
  const isAllBeside = things.length === 0 && beside.length > 0;
  const files: EmittedFile[] = isAllBeside ? [] : [...module];
  if (beside.length > 0) {
    const changes = plan.changes.filter(({ id }) => beside.some(({ change }) => change === id));
    const own =
      things.length > 0 ? ['Beside Terraform: run it after terraform apply.'] : aloneNotes(beside, plan, 'Terraform');
    files.push(scriptFile('beside-terraform', { plan, changes, notes: own }, options));
  }
  return { files, beside };
};

/** In which the mark stands. */
export const TERRAFORM_MARK_FILE = 'versions.tf';

/** By which a folder tells whose plan it holds. */
export function terraformMark(plan: Plan): string {
  return `Plan ${planId(plan)} of ${plan.tool.name}.`;
}

const OWN_FOLDER = [
  'It has a folder and a state of its own: another plan goes into another folder, because Terraform destroys what its files lack.',
];

function file(name: string, notes: readonly string[], entries: readonly Entry[]): EmittedFile {
  const comment: readonly Entry[] = notes.length > 0 ? [{ kind: 'comment', lines: notes }] : [];
  const blank = notes.length > 0 && entries.length > 0 ? '\n\n' : '';
  return { name, text: `${printHcl(comment)}${blank}${printHcl(entries)}\n` };
}

function unlessEmpty(name: string, entries: readonly Entry[]): readonly EmittedFile[] {
  return entries.length > 0 ? [file(name, [], entries)] : [];
}

/** 1.6 is the first to take an expression as the id of an import. */
const versions = block(
  'terraform',
  [],
  [
    ...attributes({ required_version: '>= 1.6.0' }),
    block('required_providers', [], attributes({ aws: { source: 'hashicorp/aws', version: '>= 5.0' } })),
  ],
);

/** `allowed_account_ids` is Terraform's way of stopping in the wrong account. */
function providers(names: Names, things: readonly Thing[], plan: Plan): readonly Entry[] {
  const own = { allowed_account_ids: [plan.account] };
  const { aliases } = names;
  if (aliases === null)
    return [block('provider', ['aws'], attributes({ region: things[0]?.region ?? 'us-east-1', ...own }))];
  return [...aliases].map(([region, alias]) => block('provider', ['aws'], attributes({ alias, region, ...own })));
}

function variables(names: Names, things: readonly Thing[]): readonly Entry[] {
  const texts = names.variables.map(({ name, description, value }) =>
    block('variable', [name], attributes({ description, type: new Expression('string'), default: value })),
  );
  const subscribers = bySubscribedTopic(things).map(([{ topic }, group]) =>
    block(
      'variable',
      [names.subscribers(topic)],
      attributes({
        description: 'Who is told, by the protocols of SNS. An email address must be confirmed by its owner.',
        type: new Expression('list(object({ protocol = string, endpoint = string }))'),
        default: new Expression(`[\n${group.map((one) => `  ${subscriber(one)},\n`).join('')}]`),
      }),
    ),
  );
  return [...texts, ...subscribers];
}

function subscriber({ protocol, endpoint }: ThingOf<'subscription'>): string {
  return `{ protocol = ${quoted(protocol)}, endpoint = ${quoted(endpoint)} }`;
}

/** The subscriptions of a topic are one resource. */
function bySubscribedTopic(
  things: readonly Thing[],
): readonly (readonly [ThingOf<'subscription'>, readonly ThingOf<'subscription'>[]])[] {
  const subscriptions = things.filter((thing): thing is ThingOf<'subscription'> => thing.kind === 'subscription');
  const first = subscriptions.filter(
    (one, index) => subscriptions.findIndex(({ topic }) => topic === one.topic) === index,
  );
  return first.map((one) => [one, subscriptions.filter(({ topic }) => topic === one.topic)]);
}

function resource(thing: Thing, names: Names, things: readonly Thing[]): readonly Entry[] {
  let { changes } = thing;
  if (thing.kind === 'subscription') {
    const group = bySubscribedTopic(things).find(([first]) => first === thing);
    if (!group) return []; // it is in the resource of the topic's first
    changes = group[1].flatMap((one) => one.changes);
  }
  const provider = names.aliases?.get(thing.region);
  return [
    { kind: 'comment', lines: changes.flatMap((change) => notesOf(change, isImported(thing))) },
    block(
      'resource',
      [resourceKind(thing), names.label(thing)],
      [
        ...attributes({ provider: provider === undefined ? undefined : new Expression(`aws.${provider}`) }),
        ...resourceBody(thing, names, things),
        ...(isImported(thing) ? [stays(thing)] : []),
      ],
    ),
  ];
}

function notesOf(change: Change, isThere: boolean): readonly string[] {
  const undo = isThere ? change.undo.map((step) => `undo: ${bashUndo(step)}`) : [];
  return [change.title, ...[...changeNotes(change), ...undo].map((line) => `  ${line}`)];
}

/**
 * What was there before stays where somebody takes the plan back with `terraform destroy`. Of an alarm the tags are no part of the plan,
 * and files that do not name them would take them away.
 */
function stays({ kind }: Imported): Entry {
  const tags = kind === 'alarm' ? [new Expression('tags'), new Expression('tags_all')] : undefined;
  return block('lifecycle', [], attributes({ prevent_destroy: true, ignore_changes: tags }));
}

type Imported = ThingOf<'filter' | 'alarm' | 'topic-policy'>;

function isImported(thing: Thing): thing is Imported {
  return 'exists' in thing && thing.exists;
}

function importsFile(names: Names, things: readonly Thing[]): readonly EmittedFile[] {
  const imports = things.filter(isImported).map((thing) =>
    block(
      'import',
      [],
      attributes({
        provider: names.aliases ? new Expression(`aws.${names.aliases.get(thing.region)}`) : undefined,
        to: new Expression(`${resourceKind(thing)}.${names.label(thing)}`),
        id: importId(thing, names),
      }),
    ),
  );
  if (imports.length === 0) return [];
  const notes = [
    'These are there already: Terraform takes them over, and the first plan shows what changes of each.',
    'What another configuration manages is changed there instead: two that own the same thing undo each other.',
    'They were there before, so that `terraform destroy` refuses them: `terraform state rm` gives them back first, as they are then.',
    'Import blocks stand in a root module; leave this file out where the resources are imported otherwise.',
  ];
  return [file('imports.tf', notes, imports)];
}

function importId(thing: Imported, names: Names): Hcl {
  switch (thing.kind) {
    case 'filter': {
      const { logGroupName, filterName } = thing.input;
      const group = names.variable('log-group', thing.region, logGroupName);
      return new Expression(`"\${var.${group}}:${quoted(filterName).slice(1)}`);
    }
    case 'alarm':
      return thing.input.AlarmName;
    case 'topic-policy':
      return referring(thing.topic, names.references);
  }
}

function outputs(names: Names, things: readonly Thing[]): readonly Entry[] {
  const all = (kind: Thing['kind']) =>
    things
      .filter((thing) => thing.kind === kind)
      .map((thing) => new Expression(`${resourceKind(thing)}.${names.label(thing)}.arn`));
  const listed = (name: string, description: string, kind: Thing['kind']) => {
    const value = all(kind);
    return value.length > 0 ? [block('output', [name], attributes({ description, value }))] : [];
  };
  return [
    ...listed('alarm_arns', 'The alarms that ring.', 'alarm'),
    ...listed('topic_arns', 'The topics that tell people.', 'topic'),
    ...listed('trail_arns', 'The trails that record.', 'trail'),
  ];
}
