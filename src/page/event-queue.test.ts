import { describe, expect, it } from 'vitest';
import { EventQueue } from './event-queue';

async function read(queue: EventQueue<string>): Promise<string> {
  let events = '';
  for await (const event of queue) events += event;
  return events;
}

describe('EventQueue', () => {
  it('gives every event in order, those before the reader came and after', async () => {
    const queue = new EventQueue<string>();
    queue.push('a');
    queue.push('b');
    const events = read(queue);
    await Promise.resolve();
    queue.push('c');
    queue.push('d');
    queue.close();
    queue.push('late');
    expect(await events).toBe('abcd');
  });

  it('ends for a reader that waits', async () => {
    const queue = new EventQueue<string>();
    const events = read(queue);
    queue.close();
    expect(await events).toBe('');
  });

  it('drops what is queued when the reader leaves', async () => {
    const queue = new EventQueue<string>();
    queue.push('a');
    queue.push('b');
    for await (const event of queue) {
      expect(event).toBe('a');
      break;
    }
    queue.push('c');
    expect(await read(queue)).toBe('');
  });
});
