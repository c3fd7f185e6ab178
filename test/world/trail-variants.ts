import type { TrailSpec, World } from './specs.js';
import type { Cell, Passes, Tag, Truth } from './truth.js';
import { ago } from './world.js';

/** What may be done to a trail: the settings, and the truth of them. */
export type TrailVariant = (made: World, spec: TrailSpec) => void;

function tag(spec: TrailSpec, fault: string, passes: Passes, events?: Passes): void {
  const made: Tag = { fault, link: 'trail', passes, ...(events !== undefined && { events }) };
  spec.tags.push(made);
}

/** What the selectors pass. INVARIANT: it is said after `basic` or `advanced`, which take back what was said before. */
function selects(spec: TrailSpec, fault: string, passes: Passes, events?: Passes): void {
  spec.tags.push({ fault, link: 'trail', passes, selectors: true, ...(events !== undefined && { events }) });
}

const when =
  (test: (cell: Cell) => boolean, otherwise: Truth = 'broken') =>
  (cell: Cell): Truth =>
    test(cell) ? 'holds' : otherwise;

const notKms = (cell: Cell) => cell.source !== 'kms.amazonaws.com';

/** The variants in which the trail still passes every management event. */
export const SOUND_TRAILS = {
  plain: () => {},
  'advanced selector for management events': (_, spec) => {
    advanced(spec, [[{ Field: 'eventCategory', Equals: ['Management'] }]]);
  },
  'two advanced selectors, reads and writes': (_, spec) => {
    advanced(
      spec,
      ['true', 'false'].map((value) => [
        { Field: 'eventCategory', Equals: ['Management'] },
        { Field: 'readOnly', Equals: [value] },
      ]),
    );
  },
  'a data selector beside the management one': (_, spec) => {
    advanced(spec, [
      [{ Field: 'eventCategory', Equals: ['Management'] }],
      [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
      ],
    ]);
  },
  'started within the last hour': (made, spec) => {
    spec.status = { IsLogging: true, StartLoggingTime: ago(made, 20) };
  },
  'excludes only RDS data': (_, spec) => {
    basic(spec, 'All', true, ['rdsdata.amazonaws.com']);
    // Nobody's events of rdsdata.amazonaws.com stand among the cells, but root's and denied calls may be of any service.
    selects(spec, 'excludes RDS data', (cell) => (cell.event === '*:*' ? 'open' : 'holds'), 'open');
  },
} satisfies Record<string, TrailVariant>;

export const FAULTY_TRAILS = {
  stopped: (made, spec) => {
    spec.status = {
      ...spec.status,
      IsLogging: false,
      StopLoggingTime: ago(made, 60 * 24 * 3),
      LatestDeliveryTime: ago(made, 60 * 24 * 3),
    };
    tag(spec, 'stopped', 'broken');
  },
  'single-Region': (_, spec) => {
    spec.trail.IsMultiRegionTrail = false;
    tag(
      spec,
      'single-Region',
      when(({ region }) => region === spec.trail.HomeRegion),
    );
  },
  'single-Region without global services': (_, spec) => {
    spec.trail.IsMultiRegionTrail = false;
    spec.trail.IncludeGlobalServiceEvents = false;
    tag(spec, 'single-Region without global services', ({ region, source }) => {
      if (region !== spec.trail.HomeRegion || source === 'iam.amazonaws.com') return 'broken';
      return source === 'organizations.amazonaws.com' || source === 'sts.amazonaws.com' ? 'open' : 'holds';
    });
  },
  'delivery error': (made, spec) => {
    spec.status = {
      ...spec.status,
      LatestCloudWatchLogsDeliveryError: 'AccessDenied',
      LatestCloudWatchLogsDeliveryTime: ago(made, 60 * 24 * 9),
    };
    tag(spec, 'delivery error', 'broken', 'holds');
  },
  'read-only': (_, spec) => {
    basic(spec, 'ReadOnly', true, []);
    selects(
      spec,
      'read-only',
      when(({ readOnly }) => readOnly),
      'open',
    );
  },
  'write-only': (_, spec) => {
    basic(spec, 'WriteOnly', true, []);
    selects(
      spec,
      'write-only',
      when(({ readOnly }) => !readOnly),
      when(({ readOnly }) => !readOnly, 'open'),
    );
  },
  'no management events': (_, spec) => {
    basic(spec, 'All', false, []);
    selects(spec, 'no management events', 'broken', 'open');
  },
  'KMS excluded': (_, spec) => {
    basic(spec, 'All', true, ['kms.amazonaws.com']);
    selects(spec, 'KMS excluded', when(notKms), when(notKms, 'open'));
  },
  'KMS excluded by an advanced selector': (_, spec) => {
    advanced(spec, [
      [
        { Field: 'eventCategory', Equals: ['Management'] },
        { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
      ],
    ]);
    selects(spec, 'KMS excluded by an advanced selector', when(notKms), when(notKms, 'open'));
  },
  'reads only by an advanced selector': (_, spec) => {
    advanced(spec, [
      [
        { Field: 'eventCategory', Equals: ['Management'] },
        { Field: 'readOnly', Equals: ['true'] },
      ],
    ]);
    selects(
      spec,
      'reads only by an advanced selector',
      when(({ readOnly }) => readOnly),
      'open',
    );
  },
  'data events only': (_, spec) => {
    advanced(spec, [
      [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
      ],
    ]);
    selects(spec, 'data events only', 'broken', 'open');
  },
  'no log group': (_, spec) => {
    delete spec.trail.CloudWatchLogsLogGroupArn;
    delete spec.trail.CloudWatchLogsRoleArn;
    delete spec.status.LatestCloudWatchLogsDeliveryTime;
    spec.group = null;
  },
} satisfies Record<string, TrailVariant>;

/** What may be wrong with an organization's trail of which its owner sees nothing: of a member's events alone. */
export const MEMBER_FAULTS: readonly NonNullable<TrailSpec['member']>[] = [
  {
    fault: 'the role may write to the owner’s log streams only',
    status: { LatestCloudWatchLogsDeliveryError: 'AccessDenied' },
    passes: 'broken',
  },
  {
    fault: 'no delivery of the member is told of',
    status: { LatestCloudWatchLogsDeliveryTime: '' },
    passes: 'unknown',
  },
];

function basic(spec: TrailSpec, type: string, management: boolean, excluded: readonly string[]): void {
  replaced(spec);
  spec.selectors = {
    TrailARN: spec.trail.TrailARN ?? '',
    EventSelectors: [
      { ReadWriteType: type, IncludeManagementEvents: management, ExcludeManagementEventSources: excluded },
    ],
  };
}

function replaced(spec: TrailSpec): void {
  spec.trail.HasCustomEventSelectors = true;
  spec.tags = spec.tags.filter((tag) => !tag.selectors);
}

type Fields = readonly { readonly Field: string; readonly Equals?: string[]; readonly NotEquals?: string[] }[];

function advanced(spec: TrailSpec, selectors: readonly Fields[]): void {
  replaced(spec);
  spec.selectors = {
    TrailARN: spec.trail.TrailARN ?? '',
    AdvancedEventSelectors: selectors.map((FieldSelectors, index) => ({
      Name: `selector ${index + 1}`,
      FieldSelectors,
    })),
  };
}
