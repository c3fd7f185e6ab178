import { describe, expect, it } from 'vitest';
import { FAULTY_GROUPS, SOUND_GROUPS } from './group-variants.js';
import {
  ADDRESS,
  accountOf,
  brief,
  mended,
  NEW_FILTER,
  NEW_GROUP,
  NEW_TOPIC,
  NEW_TRAIL,
  planFor,
  withHim,
} from './mend.case.js';
import { groupsOf } from './reads.js';
import type { World } from './specs.js';
import { FAULTY_TRAILS } from './trail-variants.js';

const group = (made: World) => groupsOf(made)[0]!;

describe('a trail', () => {
  const expected: Record<keyof typeof FAULTY_TRAILS, readonly string[]> = {
    stopped: ['StartLogging changes'],
    'single-Region': ['UpdateTrail changes'],
    'single-Region without global services': ['UpdateTrail changes'],
    'delivery error': ['CreateRole adds', 'PutRolePolicy adds', 'UpdateTrail changes'],
    'read-only': ['PutEventSelectors changes'],
    'write-only': [],
    'no management events': ['PutEventSelectors changes'],
    'KMS excluded': ['PutEventSelectors changes'],
    'KMS excluded by an advanced selector': ['PutEventSelectors changes'],
    'reads only by an advanced selector': ['PutEventSelectors changes'],
    'data events only': ['PutEventSelectors changes'],
    'no log group': [...NEW_GROUP, 'UpdateTrail adds', 'PutMetricFilter adds', ...NEW_TOPIC],
  };
  it.each(Object.entries(FAULTY_TRAILS))('%s', (name, vary) => {
    const made = mended((account) => vary(account, account.trails[0]!));
    expect(brief(made)).toEqual(withHim(expected[name as keyof typeof FAULTY_TRAILS]));
  });

  it('that is not there is built with all that it needs', () => {
    const made = mended((account) => {
      account.trails = [];
    });
    expect(brief(made)).toEqual([...NEW_TRAIL, 'PutMetricFilter adds', ...NEW_TOPIC]);
  });

  it('keeps what it selects of data events', () => {
    const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
    const selecting = (ReadWriteType: string, ...more: readonly object[]) =>
      mended((account) => {
        const first = { ReadWriteType, IncludeManagementEvents: false, DataResources };
        Object.assign(account.trails[0]!.selectors, { EventSelectors: [first, ...more] });
      }).changes[0]?.step.input;
    const whole = { ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: [] };
    const none = { IncludeManagementEvents: false, ExcludeManagementEventSources: [] };
    expect(selecting('All')).toMatchObject({ EventSelectors: [{ DataResources, ...whole }] });
    expect(selecting('ReadOnly')).toMatchObject({
      EventSelectors: [whole, { DataResources, ReadWriteType: 'ReadOnly', ...none }],
    });
  });

  it('gives back whatever is not in the way of what is wanted, and says what it turns on', () => {
    const selecting = (selectors: object) =>
      mended((account) => {
        Object.assign(account.trails[0]!.selectors, { EventSelectors: undefined, ...selectors });
      }).changes[0]!;
    const [kms, rds] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
    const basic = selecting({
      EventSelectors: [
        { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, ExcludeManagementEventSources: [kms, rds] },
      ],
    });
    expect(basic.step.input).toMatchObject({
      EventSelectors: [{ ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: [rds] }],
    });
    expect(basic.title).toContain('record the management events of kms.amazonaws.com as well');
    expect(basic.warning).toContain('kms.amazonaws.com');
    expect(basic.warning).not.toContain('rdsdata');

    const reads = selecting({
      EventSelectors: [
        { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true, ExcludeManagementEventSources: [rds] },
      ],
    });
    expect(reads.step.input).toMatchObject({
      EventSelectors: [{ ReadWriteType: 'All', ExcludeManagementEventSources: [rds] }],
    });
    expect(reads.warning).toContain('management events that write');

    const field = (Field: string, more: object) => ({ Field, ...more });
    const management = field('eventCategory', { Equals: ['Management'] });
    const advanced = selecting({
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            management,
            field('eventSource', { NotEquals: [kms, rds] }),
            field('readOnly', { Equals: ['false'] }),
          ],
        },
      ],
    });
    expect(advanced.step.input).toMatchObject({
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            management,
            field('eventSource', { NotEquals: [rds] }),
            field('readOnly', { Equals: ['false'] }),
          ],
        },
      ],
    });

    const whole = selecting({
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false, ExcludeManagementEventSources: [rds] }],
    });
    expect(whole.warning).toContain('kms.amazonaws.com and rdsdata.amazonaws.com among them');
  });

  it('keeps its other advanced selectors', () => {
    const made = mended((account) => FAULTY_TRAILS['data events only'](account, account.trails[0]!));
    const before = accountOf((account) => FAULTY_TRAILS['data events only'](account, account.trails[0]!));
    const read = before.reads.find(({ operation }) => operation === 'cloudtrail:GetEventSelectors');
    const old = read?.pages[0]?.AdvancedEventSelectors as readonly object[];
    expect(made.changes[0]?.step.input).toMatchObject({
      AdvancedEventSelectors: [...old, { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
    });
  });
});

describe('a log group', () => {
  it.each(Object.entries(FAULTY_GROUPS))('%s', (name, vary) => {
    const made = mended((account) => vary(account, group(account)));
    expect(brief(made)).toEqual(
      name === 'infrequent access'
        ? withHim([...NEW_GROUP, 'UpdateTrail replaces', ...NEW_FILTER])
        : ['PutMetricFilter adds', ...NEW_TOPIC],
    );
  });

  it('that masks what it gets is left for another one; of one that the account masks nothing is planned', () => {
    const own = mended((account) => {
      group(account).group.dataProtectionStatus = 'ACTIVATED';
    });
    expect(brief(own)).toEqual(withHim([...NEW_GROUP, 'UpdateTrail replaces', ...NEW_FILTER]));
    const account = mended((made) => {
      group(made).group.inheritedProperties = ['ACCOUNT_DATA_PROTECTION'];
    });
    expect(brief(account)).toEqual([]);
    expect(account.remains).toMatchObject([{ controls: ['kms-key-loss'], code: 'no-plan' }]);
    expect(account.remains[0]?.message).toContain('`you@example.com` is not subscribed for it');
  });

  it('that masks what it gets, and from which others are handed it, goes on to get it', () => {
    const own = mended((account) => {
      group(account).group.dataProtectionStatus = 'ACTIVATED';
      SOUND_GROUPS['another consumer'](account, group(account));
    });
    expect(own.changes.map(({ risk }) => risk)).not.toContain('replaces');
    expect(brief(own).filter((line) => /Trail/.test(line))).toEqual(['CreateTrail adds']);
    expect(own.changes.map(({ title }) => title)).toContainEqual(
      expect.stringMatching(/^create the multi-Region trail .*, because subscription filters may hand on what/),
    );
  });

  it('that is missing is made again under its name', () => {
    const account = accountOf();
    const reads = account.reads.map((read) =>
      read.operation === 'logs:DescribeLogGroups' ? { ...read, pages: [{ logGroups: [] }] } : read,
    );
    const made = planFor({ ...account, reads }, ['kms-key-loss'], { subscribe: [ADDRESS] });
    expect(made.changes[0]?.step).toMatchObject({
      operation: 'logs:CreateLogGroup',
      input: { logGroupName: 'CloudTrail/DefaultLogGroup' },
    });
  });
});
