import type { LinkKind } from './link.js';

/** The part of an ARN by which people know the thing; a name as it is. The first 8 of a subscription's UUID tell it apart. */
export function linkName(kind: LinkKind, id: string): string {
  const arn = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:(.+)$/s.exec(id);
  if (!arn) return id;
  const resource = arn[2]!;
  switch (kind) {
    case 'trail':
      return resource.replace(/^trail\//, '');
    case 'log-group':
      return resource.replace(/^log-group:/, '').replace(/:\*$/, '');
    case 'alarm':
      return resource.replace(/^alarm:/, '');
    case 'event-bus':
      return resource.replace(/^event-bus\//, '');
    case 'rule':
      return resource.replace(/^rule\//, '');
    case 'subscription': {
      const uuid = /^(.+):([0-9a-f]{8})-[0-9a-f-]{27}$/.exec(resource);
      return uuid ? `${uuid[1]} (${uuid[2]}…)` : resource;
    }
    case 'target':
      return `${arn[1]} ${resource.replace(/^function:/, '')}`;
    case 'topic':
    case 'metric-filter':
    case 'metric':
      return resource;
  }
}

/** ``the metric filter `key-loss` ``; only its kind where it has no name. */
export function linkInWords({ kind, id }: { readonly kind: LinkKind; readonly id: string }): string {
  const name = id.startsWith('(') ? '' : ` \`${linkName(kind, id)}\``;
  return `the ${kind.replace('-', ' ')}${name}`;
}
