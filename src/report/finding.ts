import type { ControlResult, EventResult, PathLink, Verdict } from '../chain/result.js';
import { breakOf } from '../chain/summary.js';

/**
 * What is wrong once, with everything that suffers from it. One dead trail breaks fifteen controls: that is one finding.
 * Findings of the same account and verdict whose events walk the same links and stop at the same one for the same reason are one.
 */
export interface Finding {
  readonly verdict: Verdict;
  readonly account: string;
  readonly controls: readonly FindingControl[];
  /** The event that is drawn for all of them: the first. */
  readonly event: EventResult;
}

export interface FindingControl {
  readonly control: ControlResult;
  readonly events: readonly EventResult[];
}

const ORDER: readonly Verdict[] = ['broken', 'unknown', 'proved'];

/** The findings of one account's results: broken ones, unknown ones, proved ones, each in the order of the results. */
export function findingsOf(results: readonly ControlResult[]): Finding[] {
  const groups = new Map<string, { verdict: Verdict; account: string; controls: Map<ControlResult, EventResult[]> }>();
  for (const control of results) {
    for (const event of control.events) {
      const key = keyOf(control, event);
      let group = groups.get(key);
      if (!group) {
        group = { verdict: event.verdict, account: control.account, controls: new Map() };
        groups.set(key, group);
      }
      const events = group.controls.get(control);
      if (events) events.push(event);
      else group.controls.set(control, [event]);
    }
  }
  const findings = [...groups.values()].map(({ verdict, account, controls }): Finding => {
    const list = [...controls].map(([control, events]) => ({ control, events }));
    return { verdict, account, controls: list, event: list[0]!.events[0]! };
  });
  return ORDER.flatMap((verdict) => findings.filter((finding) => finding.verdict === verdict));
}

function keyOf(control: ControlResult, event: EventResult): string {
  // A proof is about one control: only the events of that control are put together.
  if (event.verdict === 'proved')
    return JSON.stringify([control.account, control.control, 'proved', linksOf(event.path)]);
  const end = breakOf(event.path);
  const walked = end ? event.path.slice(0, event.path.indexOf(end) + 1) : event.path;
  const why = [end?.reason ?? '', ...event.reasons].map((reason) => withoutNames(reason, control, event));
  return JSON.stringify([control.account, event.verdict, linksOf(walked), end?.holds ?? null, why]);
}

function linksOf(path: readonly PathLink[]): string[][] {
  return path.map(({ kind, id, region }) => [kind, id, region]);
}

/** A reason that differs only in the name of the event or the control is the same reason. */
function withoutNames(reason: string, control: ControlResult, event: EventResult): string {
  const [source = '', name = ''] = event.event.split(':');
  return [event.event, control.control, name, source]
    .filter((word) => word !== '' && word !== '*')
    .reduce((text, word) => text.replaceAll(word, '…'), reason);
}
