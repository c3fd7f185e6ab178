import type { DrillDesk, Reply } from './drill-desk.js';

/** Does EventBridge find that the pattern matches the event? It asks for no resource and changes nothing. */
export async function testEventPattern(
  desk: DrillDesk,
  region: string,
  pattern: string,
  event: string,
): Promise<Reply<boolean>> {
  return desk.ask('events:TestEventPattern', async () => {
    const { sdk, client } = await desk.session.clients.events(region);
    const answer = await client.send(new sdk.TestEventPatternCommand({ EventPattern: pattern, Event: event }));
    return answer.Result ?? false;
  });
}
