/** What PutMetricAlarm takes and declarative forms can say as well. An alarm with any other member is left to the AWS CLI. */
export const DECLARABLE_SETTINGS = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'Metrics',
  'ThresholdMetricId',
] as const;

/** What PutMetricAlarm takes, of all that DescribeAlarms tells. Tags stay without being named. */
export const ALARM_SETTINGS = [
  ...DECLARABLE_SETTINGS,
  'EvaluateLowSampleCountPercentile',
  'EvaluationCriteria',
  'EvaluationInterval',
  'EvaluationWindow',
  'WarmUpConfiguration',
] as const;
