import type { LinkKind } from '../chain/link.js';
import { truncateMiddle } from './columns.js';

/** The part of an ARN by which people know the thing; a name as it is. The last 4 of a subscription's UUID tell it apart. */
export function shortId(kind: LinkKind, id: string, width = 60): string {
  return truncateMiddle(nameOf(kind, id), width);
}

function nameOf(kind: LinkKind, id: string): string {
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
    case 'topic':
      return resource;
    case 'subscription': {
      const uuid = /^(.+):([0-9a-f]{8})-[0-9a-f-]{27}$/.exec(resource);
      return uuid ? `${uuid[1]} (${uuid[2]}…)` : resource;
    }
    case 'target':
      return `${arn[1]} ${resource.replace(/^function:/, '')}`;
    case 'metric-filter':
    case 'metric':
      return resource;
  }
}

/** The account in an ARN, or null. */
export function accountOf(id: string): string | null {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(id)?.[1] ?? null;
}
