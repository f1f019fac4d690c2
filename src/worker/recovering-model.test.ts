import { describe, expect, it } from 'vitest';
import type { AcousticModel } from '../core/acoustic-model';
import type { Emissions } from '../core/emissions';
import { draw, FakeAcousticModel } from '../core/fake-acoustic-model';
import type { Backend } from '../protocol/recognizer-api';
import type { OpenedModel } from './open-backend';
import { RecoveringModel } from './recovering-model';

/** Says the sum of all windows it has heard since its reset, so that a window missed or heard twice shows. */
class AddingModel extends FakeAcousticModel {
  disposed = false;
  readonly #failAt: number;
  #windows = 0;
  #sum = 0;

  /** `failAt`: the window, counted from 0, on which it breaks. */
  constructor(failAt = Infinity) {
    super(draw(''));
    this.#failAt = failAt;
  }

  override infer(window: Float32Array): Promise<Emissions> {
    if (this.#windows++ >= this.#failAt) return Promise.reject(new Error('device lost'));
    this.#sum += window[0];
    return Promise.resolve({ logProbs: Float32Array.of(this.#sum), frames: 1, vocabulary: 1 });
  }

  override reset(): void {
    this.#sum = 0;
  }

  override dispose(): Promise<void> {
    this.disposed = true;
    return this.#failAt < Infinity ? Promise.reject(new Error('cannot be released')) : Promise.resolve();
  }
}

const opened = (model: AcousticModel, lost: Promise<string> = new Promise(() => {})): OpenedModel => ({
  model,
  backend: {} as Backend,
  lost,
});

const windowOf = (value: number) => new Float32Array(6655).fill(value);

async function hear(model: AcousticModel, values: readonly number[]): Promise<number[]> {
  const sums: number[] = [];
  for (const value of values) sums.push((await model.infer(windowOf(value))).logProbs[0]);
  return sums;
}

describe('RecoveringModel', () => {
  it('says what the model says', async () => {
    const model = new RecoveringModel(opened(new AddingModel()), () => Promise.reject(new Error('never')));
    expect(await hear(model, [1, 2, 3])).toEqual([1, 3, 6]);
    model.reset();
    expect(await hear(model, [4])).toEqual([4]);
  });

  it('lets the next model hear again what the lost one had heard', async () => {
    const reopened: [number, string][] = [];
    const first = new AddingModel(2);
    const model = new RecoveringModel(opened(first), (losses, reason) => {
      reopened.push([losses, reason]);
      return Promise.resolve(opened(new AddingModel()));
    });
    expect(await hear(model, [1, 2, 3, 4])).toEqual([1, 3, 6, 10]);
    expect(reopened).toEqual([[1, 'device lost']]);
    expect(first.disposed).toBe(true);
  });

  it('survives a loss while it hears again', async () => {
    const next = [new AddingModel(1), new AddingModel()];
    const model = new RecoveringModel(opened(new AddingModel(2)), () => Promise.resolve(opened(next.shift()!)));
    expect(await hear(model, [1, 2, 3, 4])).toEqual([1, 3, 6, 10]);
  });

  it('hears nothing again that came before the reset', async () => {
    const model = new RecoveringModel(opened(new AddingModel(3)), () => Promise.resolve(opened(new AddingModel())));
    await hear(model, [1, 2]);
    model.reset();
    expect(await hear(model, [4, 8])).toEqual([4, 12]);
  });

  it('hears at most twenty seconds again', async () => {
    const model = new RecoveringModel(opened(new AddingModel(100)), () => Promise.resolve(opened(new AddingModel())));
    const sums = await hear(
      model,
      Array.from({ length: 101 }, () => 1),
    );
    expect(sums.at(-2)).toBe(100);
    expect(sums.at(-1)).toBe(Math.ceil(20_000 / 384) + 1);
  });

  it('does not wait for a run that a lost device never answers', async () => {
    const silent = new AddingModel();
    silent.infer = () => new Promise(() => {});
    const model = new RecoveringModel(opened(silent, Promise.resolve('gone')), () =>
      Promise.resolve(opened(new AddingModel())),
    );
    expect(await hear(model, [5])).toEqual([5]);
  });

  it('gives up when it cannot be opened again, or breaks each time', async () => {
    const closed = new RecoveringModel(opened(new AddingModel(0)), () => Promise.reject(new Error('no backend')));
    await expect(hear(closed, [1])).rejects.toThrow('no backend');
    const broken = new RecoveringModel(opened(new AddingModel(0)), () => Promise.resolve(opened(new AddingModel(0))));
    await expect(hear(broken, [1])).rejects.toThrow('device lost');
  });
});
