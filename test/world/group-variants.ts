import type { GroupSpec, World } from './specs.js';
import { logGroup } from './world.js';

export type GroupVariant = (made: World, spec: GroupSpec) => void;

export const SOUND_GROUPS = {
  plain: () => {},
  'neighbours of a like name': (made, spec) => {
    const neighbour = logGroup(made, spec.region, `${spec.group.logGroupName}-archive`).group;
    spec.neighbours.push({ ...neighbour, logGroupClass: 'INFREQUENT_ACCESS' });
  },
  'another consumer': (made, spec) => {
    spec.subscriptionFilters.push({
      filterName: 'siem',
      filterPattern: '',
      logGroupName: spec.group.logGroupName,
      destinationArn: `arn:aws:firehose:${spec.region}:${made.id}:deliverystream/siem`,
      distribution: 'ByLogStream',
    });
  },
} satisfies Record<string, GroupVariant>;

export const FAULTY_GROUPS = {
  'infrequent access': (_, spec) => {
    spec.group.logGroupClass = 'INFREQUENT_ACCESS';
    spec.tags.push({ fault: 'infrequent access', link: 'log-group', passes: 'broken' });
  },
  'filters on the group of the same name in another Region': (made, spec) => {
    // The trail delivers here; the filters, alarms and topics are where a group of the same name is.
    const region = made.regions.find((one) => one !== spec.region);
    if (!region) return;
    const stray = { ...spec, region, filters: [...spec.filters] };
    spec.filters = [];
    for (const { alarms } of stray.filters) for (const alarm of alarms) alarm.region = region;
  },
} satisfies Record<string, GroupVariant>;
