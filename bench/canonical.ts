import { defaultControls } from './controls.js';
import { judgeOf } from './question.js';
import { figure, type Goal, tableOf } from './table.js';
import { medianOf, timesOf } from './timing.js';

/** The pattern that we would deploy for each control, proved to cover it. */
export function canonical(): readonly Goal[] {
  const measured = defaultControls().map((control) => {
    const judge = judgeOf(control);
    return { control, answer: judge(control.canonicalPattern), ...timesOf(200, () => judge(control.canonicalPattern)) };
  });
  const rows = measured.map(({ control, answer, median, worst }) => [
    control.slug,
    answer,
    String(control.events.length),
    figure(median),
    figure(worst),
  ]);
  console.log(tableOf(['canonical pattern', 'answer', 'event classes', 'median ms', 'worst ms'], rows));
  return [
    {
      what: 'prove a canonical pattern, median of all',
      value: medianOf(measured.map(({ median }) => median)),
      limit: 1,
      unit: 'ms',
    },
  ];
}
