import { type PlainRead, seen } from './reads.js';
import type { TrailSpec, World } from './specs.js';

/** DescribeTrails of every Region with shadow trails, and each trail's status and selectors in its home Region. */
export function trailReads(world: World): readonly PlainRead[] {
  const listings = world.regions.map(
    (region): PlainRead => ({
      region,
      operation: 'cloudtrail:DescribeTrails',
      input: { includeShadowTrails: true },
      pages: [{ trailList: world.trails.filter(({ trail }) => isListed(trail, region)).map(({ trail }) => trail) }],
    }),
  );
  const listed = world.trails.filter(({ trail }) =>
    world.regions.some((region) => isListed(trail, region) && seen(world, 'cloudtrail:DescribeTrails', region)),
  );
  return [...listings, ...listed.flatMap((spec) => detailReads(spec, world.id))];
}

function isListed(trail: TrailSpec['trail'], region: string): boolean {
  return trail.HomeRegion === region || trail.IsMultiRegionTrail === true;
}

function detailReads({ account, trail, status, selectors, member }: TrailSpec, asker: string): readonly PlainRead[] {
  const region = trail.HomeRegion ?? '';
  const shown = account === asker ? status : { ...status, ...member?.status };
  return [
    { region, operation: 'cloudtrail:GetTrailStatus', input: { Name: trail.TrailARN }, pages: [{ ...shown }] },
    {
      region,
      operation: 'cloudtrail:GetEventSelectors',
      input: { TrailName: trail.TrailARN },
      pages: [{ ...selectors }],
    },
  ];
}
