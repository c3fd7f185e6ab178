/** So many samples of one value in one period. */
export interface Sample {
  readonly value: number;
  readonly count: number;
}

/**
 * What a statistic makes of the samples of one period: a number, null for a period without samples (no data point), or `unclear`
 * for a statistic whose value we do not compute. A percentile is evident when all samples are the same and none is negative
 * (percentiles are not offered for negative values).
 */
export function statisticOf(stat: string, samples: readonly Sample[]): number | null | 'unclear' {
  const present = samples.filter((sample) => sample.count > 0);
  if (present.length === 0) return null;
  const values = present.map((sample) => sample.value);
  const count = present.reduce((sum, sample) => sum + sample.count, 0);
  const sum = present.reduce((total, sample) => total + sample.value * sample.count, 0);
  switch (stat) {
    case 'Sum':
      return sum;
    case 'SampleCount':
      return count;
    case 'Average':
      return sum / count;
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    default: {
      const [first] = values;
      const percentile = /^p\d{1,2}(\.\d+)?$|^p100(\.0+)?$/.test(stat);
      if (!percentile || first === undefined || first < 0 || values.some((value) => value !== first)) return 'unclear';
      return first;
    }
  }
}
