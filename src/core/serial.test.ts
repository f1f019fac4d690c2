import { describe, expect, it } from 'vitest';
import { Serial } from './serial';

const later = (log: string[], name: string) => async () => {
  log.push(`${name} begins`);
  await new Promise((resolve) => setTimeout(resolve, 1));
  log.push(`${name} ends`);
  return name;
};

describe('Serial', () => {
  it('begins a task when the one before has ended', async () => {
    const [serial, log] = [new Serial(), [] as string[]];
    const answers = await Promise.all([serial.run(later(log, 'a')), serial.run(later(log, 'b'))]);
    expect(answers).toEqual(['a', 'b']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('goes on after a task that fails, and tells only its caller', async () => {
    const serial = new Serial();
    const failing = serial.run(() => Promise.reject(new Error('no')));
    const throwing = serial.run(() => {
      throw new Error('never');
    });
    const working = serial.run(() => 'yes');
    await expect(failing).rejects.toThrow('no');
    await expect(throwing).rejects.toThrow('never');
    await expect(working).resolves.toBe('yes');
  });
});
