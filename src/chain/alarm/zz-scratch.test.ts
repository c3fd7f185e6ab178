import { test } from 'vitest';
import { at, is, not } from '../../predicate/index.js';
import { alarm, alarms, composite, EVENT, mathAlarm, publication, told } from './alarms.case.js';

const D = { defaultValue: 0 };
const other = (t: any = {}, more: any = {}) =>
  publication(
    { metricName: 'Other', ...t },
    { filterId: 'other', reaches: at(['eventName'], is('ConsoleLogin')), ...more },
  );
const same = (t: any = {}, more: any = {}) =>
  publication(t, { filterId: 'other', reaches: at(['eventName'], is('ConsoleLogin')), ...more });
const out = (name: string, r: string) => console.log(name.padEnd(60), r);
test('x', () => {
  out(
    'sum<2 no default',
    told(publication(), alarms([alarm({ ComparisonOperator: 'LessThanThreshold', Threshold: 2 })])),
  );
  out(
    'sum<=1 no default',
    told(publication(), alarms([alarm({ ComparisonOperator: 'LessThanOrEqualToThreshold', Threshold: 1 })])),
  );
  out('math m1==1', told(publication(D), alarms([mathAlarm('IF(m1 == 1, 1, 0)')])));
  out(
    'samplecount <=1',
    told(
      publication(),
      alarms([alarm({ Statistic: 'SampleCount', ComparisonOperator: 'LessThanOrEqualToThreshold', Threshold: 1 })]),
    ),
  );
  out('math m1-m2 other event noise', told(publication(D), alarms([mathAlarm('m1 - m2')]), [other(D)]));
  out('math IF(m2>0,0,m1)', told(publication(D), alarms([mathAlarm('IF(m2 > 0, 0, m1)')]), [other(D)]));
  out(
    'Average with companion value 0',
    told(publication(), alarms([alarm({ Statistic: 'Average' })]), [same({ metricValue: '0' })]),
  );
  out('Sum with companion -1', told(publication(), alarms([alarm()]), [same({ metricValue: '-1' })]));
  out(
    '2of2 missing with companion 0',
    told(publication(), alarms([alarm({ EvaluationPeriods: 2, TreatMissingData: 'missing' })]), [
      same({ metricValue: '0' }),
    ]),
  );
  out('7 days', told(publication(D), alarms([alarm({ Period: 86400, EvaluationPeriods: 7, DatapointsToAlarm: 1 })])));
  out('metricValue 1e200', told(publication({ metricValue: '1e200' }), alarms([alarm()])));
  out('metricValue 1e400', told(publication({ metricValue: '1e400' }), alarms([alarm()])));
  out('metricValue " 1 "', told(publication({ metricValue: ' 1 ' }), alarms([alarm()])));
  const q = (Id: string, Stat: string, Unit?: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Audit', MetricName: 'KeyLoss' }, Period: 300, Stat, ...(Unit ? { Unit } : {}) },
  });
  out(
    'math units: m2 (no unit), m1 Bytes, m1 + 0*m2',
    told(
      publication(D),
      alarms([
        mathAlarm('m1 + 0 * m2', {
          Metrics: [q('m2', 'Sum'), q('m1', 'Sum', 'Bytes'), { Id: 'e1', Expression: 'm1 + 0 * m2' }],
        }),
      ]),
    ),
  );
  out(
    'composite OR',
    told(
      publication(D),
      alarms(
        [alarm({ AlarmActions: [] }), alarm({ AlarmName: 'b', MetricName: 'Zed', StateValue: 'OK' })],
        [composite('ALARM(key-loss) OR ALARM(b)')],
      ),
    ),
  );
  out(
    'in alarm long',
    told(publication(D), alarms([alarm({ StateValue: 'ALARM', StateUpdatedTimestamp: '2026-01-01T00:00:00Z' })])),
  );
  out('math m1 alone', told(publication(D), alarms([mathAlarm('m1')])));
  out('math m1+m2', told(publication(D), alarms([mathAlarm('m1 + m2')]), [other(D)]));
  out('math MAX', told(publication(D), alarms([mathAlarm('MAX([m1,m2])')]), [other(D)]));
  out('math SUM(METRICS())', told(publication(D), alarms([mathAlarm('SUM(METRICS())')]), [other(D)]));
  out('m2 default only none', told(publication(D), alarms([mathAlarm('m1 + m2')]), [other()]));
  out('m1 * m2', told(publication(D), alarms([mathAlarm('m1 * m2')]), [other(D)]));
  out('m1/ m2', told(publication(D), alarms([mathAlarm('m1 / m2')]), [other({ defaultValue: 1 })]));
});
