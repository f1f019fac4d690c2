import { describe, expect, it } from 'vitest';
import { readSettings } from './settings';

const read = (line: string) => readSettings(line.split(' '));

describe('readSettings', () => {
  it('needs no more than a manifest', () => {
    expect(read('--manifest dev.jsonl')).toMatchObject({
      manifest: 'dev.jsonl',
      names: 'none',
      endpoint: 'off',
      every: 1,
      parts: 'off',
    });
    expect(() => read('--every 2')).toThrow('Expected --manifest FILE.jsonl');
  });

  it('puts end points into joined streams', () => {
    expect(read('--manifest dev.jsonl --join speaker').endpoint).toBe('on');
    expect(() => read('--manifest dev.jsonl --join all --endpoint off')).toThrow('Expected --endpoint on with --join');
    expect(() => read('--manifest dev.jsonl --minutes 30')).toThrow('Expected --join with --minutes');
  });

  it.each(['--model m', '--chunk-ms 384', '--join speaker', '--emissions e', '--endpoint on'])(
    'refuses %s when no model runs',
    (flags) => {
      expect(() => read(`--manifest dev.jsonl --replay e ${flags}`)).toThrow('with --replay');
    },
  );
});
