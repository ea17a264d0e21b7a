// Reads requests, a line each as {"headers": {}, "body": ""}, as a receiver of CloudEvents would.
import { createInterface } from 'node:readline';
import { HTTP } from 'cloudevents';

for await (const line of createInterface({ input: process.stdin })) {
  const event = HTTP.toEvent(JSON.parse(line));
  event.validate();
  console.log(`${event.type} ${event.id} ${typeof event.data}`);
}
