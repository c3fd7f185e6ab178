import type { Change, Plan } from '../change.js';
import { aloneNotes, besideNotes } from './beside-notes.js';
import { templateNames } from './cloudformation-names.js';
import { cloudformationRefuses } from './cloudformation-refuses.js';
import { resourceOf } from './cloudformation-resource.js';
import { declared } from './declared.js';
import type { EmittedFile, Emitter } from './emission.js';
import { changeNotes, planNotes } from './notes.js';
import { planId, planName } from './plan-name.js';
import { scriptFile } from './script.js';
import type { Thing } from './thing.js';
import { Commented, commentLines, printYaml, type YamlObject } from './yaml.js';

/**
 * A template for each Region in which a stack makes something. What is there already stays with the AWS CLI. The stack is called after
 * what is in it: CloudFormation deletes what an updated template lacks, so that no plan may be given to the stack of another one.
 */
export const cloudformation: Emitter = (plan, options) => {
  const { things, beside } = declared(plan, cloudformationRefuses);
  const regions = [...new Set(things.map(({ region }) => region))];
  const notes = besideNotes(beside, plan, 'the stacks are made');
  const files: EmittedFile[] = regions.map((region) => {
    const here = things.filter((thing) => thing.region === region);
    const name = `${planName(plan)}-${region.replace(/[^A-Za-z0-9-]/g, '_')}.yaml`;
    return { name, text: template(here, region, name, plan, notes) };
  });
  if (beside.length > 0) {
    const changes = plan.changes.filter(({ id }) => beside.some(({ change }) => change === id));
    const own =
      things.length > 0
        ? ['Beside CloudFormation: run it after the stacks are made.']
        : aloneNotes(beside, plan, 'CloudFormation');
    files.push(scriptFile(`beside-cloudformation-${planId(plan)}`, { plan, changes, notes: own }, options));
  }
  return { files, beside };
};

const OWN_STACK = [
  'It is a stack of its own: never give this template to the stack of another one, because CloudFormation deletes what it lacks.',
  'What holds or carries data (trail, bucket, role, log group, topic, key) stays when the stack is deleted.',
];

function template(
  things: readonly Thing[],
  region: string,
  file: string,
  plan: Plan,
  besides: readonly string[],
): string {
  const names = templateNames(things, plan);
  const resources = things.flatMap((thing) => {
    const resource = resourceOf(thing, names, things);
    const lines = thing.changes.flatMap(notesOf);
    return resource === null ? [] : [[names.logicalId(thing), new Commented(lines, resource)] as const];
  });
  const body: YamlObject = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `What ${plan.tool.name} found missing for ${plan.benchmark} in ${region}.`,
    Parameters: Object.keys(names.parameters).length > 0 ? names.parameters : undefined,
    Resources: Object.fromEntries(resources),
  };
  const named = things.some(({ kind }) => kind === 'role') ? ' --capabilities CAPABILITY_NAMED_IAM' : '';
  const stack = planName(plan);
  const run = `Run: aws cloudformation deploy --region ${region} --stack-name ${stack} --template-file ${file}${named}`;
  return `${commentLines([...planNotes(plan), run, ...OWN_STACK, ...besides], '')}${printYaml(body)}\n`;
}

function notesOf(change: Change): readonly string[] {
  return [change.title, ...changeNotes(change).map((line) => `  ${line}`)];
}
