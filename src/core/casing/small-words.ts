/**
 * Words that are nobody's name: articles, pronouns, prepositions, conjunctions, auxiliaries and the adverbs that begin
 * sentences. Written with a capital they begin one; "Will", "May" and "Mark" are not here.
 */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those
  he she it we you they him her us them his its our your their my mine yours ours
  who whom whose which what when where why how whether
  and or but nor so yet for if because although though while until unless since than as
  of in on at by to from with without about into onto over under after before between through during against among
  is are was were be been being am do does did have has had can could shall should would must might
  isn't aren't wasn't weren't don't doesn't didn't haven't hasn't can't couldn't shouldn't wouldn't won't
  it's that's there's here's he's she's we're you're they're we've you've they've we'll you'll they'll
  there here then now not no yes please thanks thank also just only even still again once perhaps maybe
  all any both each every few many more most much other some such several another
  well very too quite let let's`
    .split(/\s+/)
    .filter(Boolean),
);

/** Whether a capital of `word` can come only from the beginning of a sentence. Signs around it do not count. */
export function isSmallWord(word: string): boolean {
  const core = word.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return SMALL_WORDS.has(core.toLowerCase().replaceAll('’', "'"));
}
