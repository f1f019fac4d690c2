const tasks = new MessageChannel();
const waiting: (() => void)[] = [];
tasks.port1.addEventListener('message', () => waiting.shift()?.());
tasks.port1.start();

/**
 * Lets waiting messages in: calls, audio, an abort. Awaiting a model on the CPU never does, since it blocks; a timer would
 * be slowed down in a hidden page.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    tasks.port2.postMessage(undefined);
  });
}
