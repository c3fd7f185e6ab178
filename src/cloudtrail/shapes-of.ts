import { shapesOfAnyEvent } from './any-event.js';
import { shapesOfEvent } from './api-call.js';
import { type EventClass, printEventClass } from './event-class.js';
import type { EventSample, ServiceEvents } from './event-sample.js';
import { CLOUDTRAIL } from './events/cloudtrail.js';
import { CONFIG } from './events/config.js';
import { EC2 } from './events/ec2.js';
import { IAM } from './events/iam.js';
import { KMS } from './events/kms.js';
import { ORGANIZATIONS } from './events/organizations.js';
import { S3 } from './events/s3.js';
import { inRecordOrder } from './record-order.js';
import type { EventShape } from './shape.js';
import { SIGN_IN, signInShapes } from './sign-in.js';

/** The services whose events are described one by one. Another service is one more line here, another event a line of its table. */
export const SERVICES: readonly ServiceEvents[] = [KMS, IAM, EC2, S3, CLOUDTRAIL, CONFIG, ORGANIZATIONS];

const described = new Map<string, { readonly service: ServiceEvents; readonly event: EventSample }>(
  SERVICES.flatMap((service) =>
    service.events.map((event) => [
      printEventClass({ eventSource: service.eventSource, eventName: event.eventName }),
      { service, event },
    ]),
  ),
);
const made = new Map<string, readonly EventShape[]>();

/**
 * What CloudTrail writes for the events of a class.
 * INVARIANT: the first shape is the widest (`holds` of every other one implies its own) and conjectured: a proof over it is a proof
 * over all. The further ones are documented records; a counterexample is made of those that are not conjectured.
 */
export function shapesOf(event: EventClass): readonly EventShape[] {
  const name = printEventClass(event);
  let shapes = made.get(name);
  if (!shapes) {
    shapes = shapesAnew(event, name).map((shape) => ({ ...shape, example: inRecordOrder(shape.example) }));
    made.set(name, shapes);
  }
  return shapes;
}

function shapesAnew(event: EventClass, name: string): readonly EventShape[] {
  const entry = described.get(name);
  if (entry) return shapesOfEvent(entry.service, entry.event);
  return name === printEventClass(SIGN_IN) ? signInShapes() : shapesOfAnyEvent(event);
}

/** Is the event described by its own documented records, or only as any event is? */
export function isDescribed(event: EventClass): boolean {
  const name = printEventClass(event);
  return described.has(name) || name === printEventClass(SIGN_IN);
}

/**
 * Does CloudTrail count the events of the class as writes (`readOnly` false)? Null: not known, or some are and some are not.
 * A trail whose ReadWriteType is WriteOnly selects writes. Every described event changes something; the samples of the sign-in page
 * show a console sign-in as a write.
 */
export function isWriteEvent(event: EventClass): boolean | null {
  return isDescribed(event) ? true : null;
}
