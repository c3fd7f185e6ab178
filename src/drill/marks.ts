/** What a drill makes carries the drill's id; nothing that does not is ever removed. */

export const DRILL_TAG = 'trailproof-drill';

/** Twelve hexadecimal digits: none is taken twice, and every name that holds them stays short. */
export function isDrillId(text: string): boolean {
  return /^[0-9a-f]{12}$/.test(text);
}

/** Of the queue and of the log stream. */
export function drillName(id: string): string {
  return `${DRILL_TAG}-${id}`;
}

export function keyDescription(id: string): string {
  return `Throw-away key of Trailproof's drill ${id}: it encrypts nothing and may be deleted`;
}

export function alarmReason(id: string): string {
  return `Trailproof's drill ${id} set this state to test the notification: nothing has happened`;
}

/** The drill that set an alarm's state for this reason; null: it was none. */
export function drillOf(reason: string): string | null {
  const id = /^Trailproof's drill ([0-9a-f]{12}) /.exec(reason)?.[1];
  return id !== undefined && (reason === alarmReason(id) || reason === backReason(id)) ? id : null;
}

export function backReason(id: string): string {
  return `Trailproof's drill ${id} put back the state that was before it`;
}
