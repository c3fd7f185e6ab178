import type { WorldControl } from './controls.js';
import type { RuleSpec, TopicSpec, World } from './specs.js';
import type { Cell, Tag, Truth } from './truth.js';

/** A rule of the default bus that matches the control's API calls as CloudTrail records them, and tells a topic. */
export function eventRule(made: World, region: string, control: WorldControl, topic: TopicSpec): RuleSpec {
  const name = `${control.slug}-rule`;
  return {
    region,
    rule: {
      Name: name,
      Arn: `arn:aws:events:${region}:${made.id}:rule/${name}`,
      EventPattern: JSON.stringify(pattern(control, control.names)),
      State: 'ENABLED',
      EventBusName: 'default',
    },
    targets: [{ Id: 'topic', Arn: topic.arn }],
    topics: [topic],
    covers: coversNames(control, control.names),
    tags: [],
  };
}

function pattern(control: WorldControl, names: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    source: [`aws.${control.source?.split('.')[0]}`],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventSource: [control.source], eventName: names },
  };
}

function coversNames(control: WorldControl, names: readonly string[]): (cell: Cell) => Truth {
  return (cell) => {
    // Nothing is claimed of root's or denied calls by those names.
    if (cell.event === '*:*') return 'broken';
    return cell.source === control.source && names.includes(cell.name) ? 'holds' : 'broken';
  };
}

export type RuleVariant = (made: World, spec: RuleSpec, control: WorldControl) => void;

function tag(spec: RuleSpec, fault: string, link: Tag['link'] = 'rule'): void {
  spec.tags.push({ fault, link, passes: 'broken' });
}

/** Another pattern takes the place of the one before, and of what was said of it. */
function ask(spec: RuleSpec, pattern: Readonly<Record<string, unknown>>): void {
  spec.rule.EventPattern = JSON.stringify(pattern);
  delete spec.rule.ScheduleExpression;
  spec.tags = spec.tags.filter(({ fault }) => !fault.startsWith('pattern: '));
}

export const SOUND_RULES = {
  plain: () => {},
  'no source': (_, spec, control) => {
    spec.rule.EventPattern = JSON.stringify({
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventSource: [control.source], eventName: control.names },
    });
  },
  prefixes: (_, spec, control) => {
    spec.rule.EventPattern = JSON.stringify({
      source: [{ prefix: 'aws.' }],
      detail: {
        eventSource: [control.source],
        eventName: control.names.map((name) => ({ prefix: name.slice(0, -1) })),
      },
    });
    spec.covers = sourceOpen(spec.covers, control);
  },
  'every call of the service': (_, spec, control) => {
    spec.rule.EventPattern = JSON.stringify({ source: [`aws.${control.source?.split('.')[0]}`] });
    spec.covers = sourceOpen(spec.covers, control);
  },
  'a message of its own words': (_, spec) => {
    const InputTransformer = { InputPathsMap: { who: '$.detail.userIdentity.arn' }, InputTemplate: '"<who>(withheld)' };
    spec.targets = spec.targets.map((target) => ({ ...target, InputTransformer }));
  },
  'the name of the event as its message': (_, spec) => {
    spec.targets = spec.targets.map((target) => ({ ...target, InputPath: '$.detail.eventName' }));
  },
} satisfies Record<string, RuleVariant>;

/** A wider pattern also matches other calls of the service, of which nothing is claimed. */
function sourceOpen(covers: RuleSpec['covers'], control: WorldControl): RuleSpec['covers'] {
  return (cell) => {
    const own = typeof covers === 'function' ? covers(cell) : covers;
    return own === 'broken' && (cell.source === control.source || cell.event === '*:*') ? 'open' : own;
  };
}

export const FAULTY_RULES = {
  disabled: (_, spec) => {
    spec.rule.State = 'DISABLED';
    tag(spec, 'disabled');
  },
  'one name missing': (_, spec, control) => {
    ask(spec, pattern(control, control.names.slice(1)));
    spec.covers = coversNames(control, control.names.slice(1));
  },
  'another source': (_, spec, control) => {
    ask(spec, { ...pattern(control, control.names), source: ['aws.none'] });
    tag(spec, 'pattern: another source');
  },
  'another detail type': (_, spec, control) => {
    ask(spec, {
      ...pattern(control, control.names),
      'detail-type': ['AWS Console Sign In via CloudTrail'],
    });
    tag(spec, 'pattern: another detail type');
  },
  'only calls that fail': (_, spec, control) => {
    const whole = pattern(control, control.names);
    const detail = { ...(whole.detail as object), errorCode: [{ exists: true }] };
    ask(spec, { ...whole, detail });
    tag(spec, 'pattern: only calls that fail');
  },
  'a schedule': (_, spec) => {
    delete spec.rule.EventPattern;
    spec.rule.ScheduleExpression = 'rate(1 day)';
    tag(spec, 'pattern: a schedule');
  },
  'a message of what a record may lack': (_, spec) => {
    const InputTransformer = { InputPathsMap: { why: '$.detail.errorMessage' }, InputTemplate: '"<why>"' };
    spec.targets = spec.targets.map(({ InputPath: _, ...target }) => ({ ...target, InputTransformer }));
    const passes = ({ error }: Cell): Truth => (error === null ? 'unknown' : 'open');
    spec.tags.push({ fault: 'a message of what a record may lack', link: 'target', passes });
  },
  'a message with what its caller may have chosen': (_, spec) => {
    const InputTransformer = {
      InputPathsMap: { agent: '$.detail.userAgent' },
      InputTemplate: '(withheld)<agent>(withheld)',
    };
    spec.targets = spec.targets.map(({ InputPath: _, ...target }) => ({ ...target, InputTransformer }));
    spec.tags.push({ fault: 'a message with what its caller may have chosen', link: 'target', passes: 'unknown' });
  },
  'an object of what a record may lack': (_, spec) => {
    const InputTransformer = {
      InputPathsMap: { who: '$.detail.userIdentity.arn' },
      InputTemplate: '{(withheld)<who>(withheld)',
    };
    spec.targets = spec.targets.map(({ InputPath: _, ...target }) => ({ ...target, InputTransformer }));
    const passes = ({ caller }: Cell): Truth => (caller === 'service' ? 'unknown' : 'open');
    spec.tags.push({ fault: 'an object of what a record may lack', link: 'target', passes });
  },
  'a role of its own': (made, spec) => {
    spec.rule.RoleArn = `arn:aws:iam::${made.id}:role/targets`;
    spec.tags.push({ fault: 'a role of its own', link: 'target', passes: 'unknown' });
  },
  'no target': (_, spec) => {
    spec.targets = [];
    spec.topics = [];
  },
  'a topic with the default policy': (made, spec) => {
    for (const topic of spec.topics) {
      topic.fromEvents = 'broken';
      topic.attributes.Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: 'SNS:Publish',
            Resource: topic.arn,
            Condition: { StringEquals: { 'AWS:SourceOwner': made.id } },
          },
        ],
      });
    }
  },
} satisfies Record<string, RuleVariant>;
