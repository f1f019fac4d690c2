import { sumOf, WAYS, type TestedName, type Way } from './test-scores';
import { textOf } from './test-sentences';

/** How a way is called in a report. */
const titles: Record<Way, string> = {
  plain: 'without the list',
  listed: 'with the list',
  final: 'in the final text',
};

/** All that is known of a test, for programs. `at`: when it ended, in ms since the epoch. */
export function testJson(tested: readonly TestedName[], at: number): string {
  const report = {
    format: 'namesake-test/1',
    at: new Date(at).toISOString(),
    sums: Object.fromEntries(WAYS.map((way) => [way, sumOf(tested, way)])),
    names: tested.map(({ sentence, readings, scores, revised }) => ({
      name: sentence.name,
      sentence: textOf(sentence),
      place: sentence.place,
      secondReading: revised,
      ways: Object.fromEntries(
        WAYS.map((way) => [
          way,
          {
            heard: readings[way],
            right: scores[way].right,
            instead: scores[way].instead,
            words: scores[way].counts.unbiased,
          },
        ]),
      ),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** The same for people. */
export function testText(tested: readonly TestedName[], at: number): string {
  const sums = WAYS.map((way) => {
    const { right, names, wordErrorRate } = sumOf(tested, way);
    const words = wordErrorRate === undefined ? '' : `, other words wrong: ${percent(wordErrorRate)}`;
    return `${titles[way]}: ${right} of ${names} names right${words}`;
  });
  const names = tested.map((one) => {
    const lines = WAYS.map(
      (way) => `  ${one.scores[way].right ? 'right' : 'wrong'} ${titles[way]}: ${one.readings[way]}`,
    );
    return [one.sentence.name, `  to be read: ${textOf(one.sentence)}`, ...lines].join('\n');
  });
  return [`Test of names, ${new Date(at).toISOString().slice(0, 10)}`, sums.join('\n'), ...names].join('\n\n') + '\n';
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
