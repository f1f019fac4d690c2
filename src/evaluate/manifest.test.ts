import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clip, expectUniqueIds, readManifest, repeatStream, secondsOf, selectClips, streamsOf } from './manifest';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));

const manifest = async (text: string) => {
  const file = path.join(folder, 'set.jsonl');
  await writeFile(file, text);
  return readManifest(file);
};

const clip = (id: string, speaker?: string): Clip => ({
  id,
  audioFile: `${id}.opus`,
  seconds: 2,
  text: id,
  speaker,
  names: [],
});

describe('readManifest', () => {
  it('reads utterances, with audio beside the manifest', async () => {
    const clips = await manifest(
      '{"audio_filepath": "audio/a-1.opus", "duration": 1.5, "text": "call ann", "speaker": "s1", "names": ["ann"]}\r\n\n' +
        '{"audio_filepath": "b.wav", "duration": 2, "text": ""}',
    );
    expect(clips).toEqual([
      {
        id: 'a-1',
        audioFile: path.join(folder, 'audio/a-1.opus'),
        seconds: 1.5,
        text: 'call ann',
        speaker: 's1',
        names: ['ann'],
      },
      { id: 'b', audioFile: path.join(folder, 'b.wav'), seconds: 2, text: '', speaker: undefined, names: [] },
    ]);
  });

  it.each([
    ['{"audio_filepath"', 'set.jsonl:1: expected JSON'],
    ['\n[1]', 'set.jsonl:2: expected a JSON object, got [1]'],
    ['{"duration": 1, "text": ""}', 'expected a path as "audio_filepath", got undefined'],
    ['{"audio_filepath": "a", "duration": "1", "text": ""}', 'expected seconds as "duration", got "1"'],
    ['{"audio_filepath": "a", "duration": 1}', 'expected a text as "text", got undefined'],
    [
      '{"audio_filepath": "a", "duration": 1, "text": "", "names": "ann"}',
      'expected a list of names as "names", got "ann"',
    ],
    ['', 'got none'],
  ])('refuses %j', async (text, message) => {
    await expect(manifest(text)).rejects.toThrow(message);
  });

  it('says which file is missing', async () => {
    await expect(readManifest('nowhere.jsonl')).rejects.toThrow(
      'Cannot read the manifest nowhere.jsonl: there is no such file. Evaluation audio is not part of this repository',
    );
  });
});

describe('selection and joining', () => {
  const clips = ['a', 'b', 'c', 'd', 'e'].map((id, index) => clip(id, index % 2 === 0 ? 'x' : 'y'));
  const draw = (streams: ReturnType<typeof streamsOf>) =>
    streams.map(({ id, clips: parts }) => `${id}:${parts.map((part) => part.id).join('')}`).join(' ');

  it('takes every Kth from the first on, then at most the limit', () => {
    expect(selectClips(clips, 2).map(({ id }) => id)).toEqual(['a', 'c', 'e']);
    expect(selectClips(clips, 2, 2).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(selectClips(clips, 9)).toHaveLength(1);
  });

  it('joins nothing, speakers, or everything', () => {
    expect(draw(streamsOf(clips, undefined))).toBe('a:a b:b c:c d:d e:e');
    expect(draw(streamsOf(clips, 'speaker'))).toBe('x:ace y:bd');
    expect(draw(streamsOf(clips, 'all'))).toBe('all:abcde');
    expect(streamsOf(clips, 'all').map(secondsOf)).toEqual([10]);
  });

  it('does not join clips of unknown speakers', () => {
    expect(() => streamsOf([clip('a')], 'speaker')).toThrow('got none for a');
  });

  it('repeats a stream so that its last five minutes are its first', () => {
    const long = { id: 's', clips: Array.from({ length: 8 }, (_, i) => ({ ...clip('abcdefgh'[i]), seconds: 60 })) };
    const draw = (minutes: number) =>
      repeatStream(long, minutes)
        .clips.map(({ id }) => id)
        .join('');
    expect(draw(10)).toBe('abcdefghabcde');
    expect(draw(13)).toBe('abcdefghabcde');
    expect(draw(30)).toBe('abcdefgh'.repeat(4) + 'abcde');
  });

  it('tells twice the same file name', () => {
    expect(() => expectUniqueIds(streamsOf([clip('a'), clip('a')], undefined))).toThrow('got a twice');
  });
});
