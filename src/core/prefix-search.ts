import { Beam, BLANK_END, TOKEN_END } from './beam';
import { ExtensionBounds } from './extension-bounds';
import { FrameTokens } from './frame-tokens';
import type { LanguageModel } from './language-model/language-model';
import { LanguageScore } from './language-model/language-score';
import { NONE } from './lineage';
import { LOG_ZERO, logAddTo } from './log-math';
import { NameCredit } from './name-credit';
import { ROOT, type NameTrie } from './name-trie';
import { PrefixTree, ROOT_PREFIX } from './prefix-tree';
import type { SearchOptions } from './search-options';
import { Shortlist, STAY } from './shortlist';
import { TokenTimes } from './token-times';
import type { Vocabulary } from './vocabulary';

/**
 * CTC prefix beam search, frame by frame (Hannun et al. 2014, arXiv 1408.2873), with names as a potential.
 *
 * A prefix p is a sequence of tokens; its acoustic score A(p) is the log-probability of all alignments that collapse to
 * it. The search keeps the prefixes with the highest
 *
 *     A(p) + bonus(p)      bonus: what the names in p have earned and open ones promise (name-credit.ts), and what a
 *                          language model says of its words, if there is one (language-model/language-score.ts)
 *
 * While there is a language model, A(p) is not of the model's probabilities but, of the frames that are searched (2 and
 * 3), of P(token | sound) / P(token)^priorWeight, as in hybrid recognizers and EESEN (arXiv 1507.08240, 3.2): what the
 * acoustic model expects before it has heard anything is the language model's to say.
 *
 * On each frame, with a ≠ b tokens, ε the blank, and *a a prefix that ends in a:
 *
 *  1. a frame that is all but surely blank only moves every prefix to its blank end; else
 *  2. a prefix stays:  *a + ε → *a,  *aa → *a (a repeat without a blank between is the same token),
 *     and is reached from its parent if that is in the beam:  * + a → *a,  *aε + a → *aa;
 *  3. a prefix is extended by the frame's likeliest tokens and by those that continue a name:  * + b → *b;
 *  4. the best of 2 and 3 are the next beam. Beside the sum over all alignments goes the best one, divided likewise,
 *     which gives each token its frame and, by the undivided posterior, its confidence: acoustics alone, whatever the
 *     names do.
 *
 * All state is in typed arrays that are made once and doubled now and then: a frame allocates nothing.
 */
export class PrefixSearch {
  readonly tree: PrefixTree;
  readonly times = new TokenTimes();
  readonly language: LanguageScore;
  readonly credit: NameCredit;
  readonly #bounds: ExtensionBounds;
  readonly #vocabulary: Vocabulary;
  readonly #beamSize: number;
  readonly #skipAbove: number;
  readonly #pull: number;
  readonly #tokens: FrameTokens;
  readonly #shortlist: Shortlist;
  #beam: Beam;
  #next: Beam;
  /** By token, of the frame that is searched: its log-probability, divided by the prior where a language model knows better. */
  readonly #sound: Float32Array;
  /** By token: what is taken away for that. */
  readonly #expected: Float32Array;
  readonly #priorWeight: number;
  /** By prefix: the slot it had when it was last in the beam; `#slot` tells whether it still is. */
  #slotOf = new Int32Array(0);
  /** By slot and token: the last tick at which that extension was in the beam itself, so that it is no new prefix. */
  readonly #held: Int32Array;
  /** Frames searched in the life of this object: never reset, so that `#held` needs no clearing. */
  #tick = 0;
  #frame = 0;

  constructor(vocabulary: Vocabulary, options: SearchOptions) {
    const { beamSize, tokensPerFrame, tokenWidth, beamWidth, blankSkip, pull, priorWeight } = options;
    this.tree = new PrefixTree(vocabulary);
    this.language = new LanguageScore(this.tree, options);
    this.credit = new NameCredit(this.tree, this.language);
    this.#bounds = new ExtensionBounds(this.tree, this.credit, this.language, pull);
    this.#vocabulary = vocabulary;
    this.#beamSize = beamSize;
    this.#pull = pull;
    // A rounded log-probability may exceed 0: "never" must not depend on it.
    this.#skipAbove = blankSkip < 1 ? Math.log(blankSkip) : Infinity;
    this.#tokens = new FrameTokens(vocabulary.size, vocabulary.blank, tokensPerFrame, tokenWidth);
    this.#shortlist = new Shortlist(beamSize, beamWidth);
    this.#beam = new Beam(beamSize);
    this.#next = new Beam(beamSize);
    this.#held = new Int32Array(beamSize * vocabulary.size);
    this.#sound = new Float32Array(vocabulary.size);
    this.#expected = new Float32Array(vocabulary.size);
    this.#priorWeight = priorWeight;
    this.begin();
  }

  /** The hypotheses after the last frame; another object after the next one. */
  get beam(): Beam {
    return this.#beam;
  }

  /** Frames since `begin()`. */
  get frame(): number {
    return this.#frame;
  }

  begin(): void {
    this.tree.clear();
    this.times.clear();
    this.language.clear();
    this.credit.clear();
    this.#beam.start(ROOT_PREFIX);
    this.#frame = 0;
  }

  /** Searches the frame whose log-probabilities begin at `row`. */
  step(logProbs: Float32Array, row: number): void {
    const blank = row + this.#vocabulary.blank;
    if (logProbs[blank] > this.#skipAbove) {
      this.#beam.rest(logProbs, blank);
    } else {
      this.#tick++;
      for (let token = 0; token < this.#sound.length; token++) {
        this.#sound[token] = logProbs[row + token] - this.#expected[token];
      }
      this.#makeRoom();
      this.#shortlist.clear();
      this.#offerStays();
      this.#offerExtensions();
      this.#shortlist.trim();
      this.#takeShortlist(logProbs, row);
    }
    this.#frame++;
  }

  setNames(names: NameTrie | undefined): void {
    this.credit.setNames(names);
    this.#bounds.setNames();
    this.#renewBonuses();
  }

  setLanguage(model: LanguageModel | undefined): void {
    this.language.setModel(model);
    const { prior } = this.#vocabulary;
    for (let token = 0; token < this.#expected.length; token++) {
      this.#expected[token] = model === undefined || prior === undefined ? 0 : this.#priorWeight * prior[token];
    }
    this.credit.setNames(this.credit.trie); // What a name gains from its class depends on the model.
    this.#renewBonuses();
  }

  /** Makes `wordEnd` the root: hypotheses that do not go on with another word after it are dropped. */
  cut(wordEnd: number): void {
    const beam = this.#beam;
    const { tree, times } = this;
    let kept = 0;
    for (let slot = 0; slot < beam.size; slot++) {
      if (tree.continuesAfter(beam.prefix[slot], wordEnd)) beam.move(slot, kept++);
    }
    beam.size = kept;
    for (let end = 0; end < 2 * kept; end++) {
      let prefix = beam.prefix[end >> 1];
      let record = beam.times[end];
      while (record !== NONE && tree.parent[prefix] !== wordEnd) {
        record = times.previous[record];
        prefix = tree.parent[prefix];
      }
      if (record !== NONE) times.cut(record);
    }
    tree.cut(wordEnd);
    const moved = tree.keep(beam.prefix, kept);
    this.language.keep(moved);
    this.credit.keep(moved);
    times.keep(beam.times, 2 * kept);
  }

  /** A frame adds at most one prefix and one record of times per hypothesis. */
  #makeRoom(): void {
    const beam = this.#beam;
    this.times.makeRoom(this.#beamSize, beam.times, 2 * beam.size);
    const moved = this.tree.makeRoom(this.#beamSize, beam.prefix, beam.size);
    if (moved !== undefined) {
      this.language.keep(moved);
      this.credit.keep(moved);
    }
    if (this.#slotOf.length < this.tree.capacity) this.#slotOf = new Int32Array(this.tree.capacity);
    for (let slot = 0; slot < beam.size; slot++) this.#slotOf[beam.prefix[slot]] = slot;
  }

  #renewBonuses(): void {
    const { prefix, bonus, size } = this.#beam;
    const { credit, language } = this;
    for (let slot = 0; slot < size; slot++) bonus[slot] = credit.bonus[prefix[slot]] + language.open[prefix[slot]];
  }

  #slot(prefix: number): number {
    const slot = this.#slotOf[prefix];
    return slot < this.#beam.size && this.#beam.prefix[slot] === prefix ? slot : NONE;
  }

  /** 2. *a + ε → *a, *aa → *a, and * + a → *a where both are in the beam. */
  #offerStays(): void {
    const sound = this.#sound;
    const beam = this.#beam;
    const shortlist = this.#shortlist;
    const { parent, token } = this.tree;
    const { blankSum, tokenSum, logProb, score } = shortlist;
    for (let slot = 0; slot < beam.size; slot++) {
      const prefix = beam.prefix[slot];
      const offer = shortlist.free;
      shortlist.slot[offer] = slot;
      shortlist.token[offer] = STAY;
      blankSum[offer] = beam.logProb[slot] + sound[this.#vocabulary.blank];
      tokenSum[offer] = beam.logSum[2 * slot + TOKEN_END];
      if (prefix !== ROOT_PREFIX) {
        const last = token[prefix];
        const parentSlot = this.#slot(parent[prefix]);
        if (parentSlot !== NONE) {
          this.#held[parentSlot * this.#vocabulary.size + last] = this.#tick;
          if (token[parent[prefix]] === last) logAddTo(tokenSum, offer, beam.logSum, 2 * parentSlot + BLANK_END);
          else logAddTo(tokenSum, offer, beam.logProb, parentSlot);
        }
        tokenSum[offer] += sound[last];
      }
      logProb[offer] = blankSum[offer];
      logAddTo(logProb, offer, tokenSum, offer);
      score[offer] = logProb[offer] + beam.bonus[slot];
      shortlist.offer();
    }
  }

  /** 3. * + b → *b. */
  #offerExtensions(): void {
    const sound = this.#sound;
    const beam = this.#beam;
    const shortlist = this.#shortlist;
    const { credit, language, tree } = this;
    const { tokenSum, score, language: open, pull, bar } = shortlist;
    const bounds = this.#bounds;
    this.#tokens.rank(sound);
    const { tokens, tried } = this.#tokens;
    const count = credit.active ? this.#tokens.count : tried;
    bounds.readFrame(this.#tokens, count, sound);
    for (let slot = 0; slot < beam.size; slot++) {
      const prefix = beam.prefix[slot];
      const last = tree.token[prefix];
      const held = slot * this.#vocabulary.size;
      bounds.readPrefix(prefix, beam.logProb, slot);
      for (let rank = 0; rank < count && bounds.anyFrom(rank, bar); rank++) {
        const token = tokens[rank];
        if (!bounds.mayEnter(rank, token, bar)) continue;
        if (this.#held[held + token] === this.#tick) continue;
        const node = bounds.isNamed(token) ? credit.nodeAfter(prefix, token) : ROOT;
        if (rank >= tried && node === ROOT) continue;
        // *aε + a → *aa: a repeated token needs a blank between.
        const before = token === last ? beam.logSum[2 * slot + BLANK_END] : beam.logProb[slot];
        const logProb = before + sound[token];
        const offer = shortlist.free;
        shortlist.slot[offer] = slot;
        shortlist.token[offer] = token;
        shortlist.node[offer] = node;
        shortlist.blankSum[offer] = LOG_ZERO;
        tokenSum[offer] = logProb;
        shortlist.logProb[offer] = logProb;
        score[offer] = logProb;
        if (language.active) {
          open[offer] = 0;
          language.addOpen(prefix, token, open, offer);
          score[offer] += open[offer];
        }
        pull[offer] = 0;
        if (node !== ROOT && this.#pull > 0) {
          // Towards the best token: a blank does not compete for what is written.
          pull[offer] = this.#pull * (sound[tokens[0]] - sound[token]);
          if (credit.goesOn(prefix, token, node)) pull[offer] += credit.pull[prefix];
        }
        credit.addBonus(node, tree.beforeWord(prefix, token), open, pull, offer, score, offer);
        shortlist.offer();
      }
    }
  }

  /** 4. The shortlist becomes the beam, and the best alignments follow. */
  #takeShortlist(logProbs: Float32Array, row: number): void {
    const shortlist = this.#shortlist;
    const next = this.#next;
    next.size = shortlist.size;
    for (let slot = 0; slot < next.size; slot++) {
      const candidate = shortlist.order[slot];
      const source = shortlist.slot[candidate];
      const prefix = this.#beam.prefix[source];
      const token = shortlist.token[candidate];
      next.logProb[slot] = shortlist.logProb[candidate];
      next.logSum[2 * slot + BLANK_END] = shortlist.blankSum[candidate];
      next.logSum[2 * slot + TOKEN_END] = shortlist.tokenSum[candidate];
      if (token === STAY) {
        next.prefix[slot] = prefix;
        this.#followStay(slot, source, logProbs, row);
      } else {
        next.prefix[slot] = this.#extended(prefix, token, candidate);
        next.logMax[2 * slot + BLANK_END] = LOG_ZERO;
        next.logMax[2 * slot + TOKEN_END] = LOG_ZERO;
        next.times[2 * slot + BLANK_END] = NONE;
        this.#followToken(slot, source, logProbs, row);
      }
      next.bonus[slot] = this.credit.bonus[next.prefix[slot]] + this.language.open[next.prefix[slot]];
    }
    this.#next = this.#beam;
    this.#beam = next;
  }

  /** The best paths of a hypothesis that stays: into a blank, on in its token, or into its token from its parent. */
  #followStay(to: number, source: number, logProbs: Float32Array, row: number): void {
    const beam = this.#beam;
    const next = this.#next;
    const prefix = beam.prefix[source];
    const blankEnd = 2 * to + BLANK_END;
    const tokenEnd = 2 * to + TOKEN_END;
    const best = beam.bestEnd(source);
    next.logMax[blankEnd] = beam.logMax[best] + this.#sound[this.#vocabulary.blank];
    next.times[blankEnd] = beam.times[best];
    next.peak[blankEnd] = beam.peak[best];
    next.logMax[tokenEnd] = LOG_ZERO;
    next.times[tokenEnd] = NONE;
    if (prefix === ROOT_PREFIX) return;
    const last = this.tree.token[prefix];
    const end = 2 * source + TOKEN_END;
    next.logMax[tokenEnd] = beam.logMax[end] + this.#sound[last];
    next.times[tokenEnd] = beam.times[end];
    next.peak[tokenEnd] = Math.max(beam.peak[end], logProbs[row + last]);
    const parentSlot = this.#slot(this.tree.parent[prefix]);
    if (parentSlot !== NONE) this.#followToken(to, parentSlot, logProbs, row);
  }

  /** Lets the best path into the last token of the next beam's slot `to` come from `source`, if it is better so. */
  #followToken(to: number, source: number, logProbs: Float32Array, row: number): void {
    const beam = this.#beam;
    const next = this.#next;
    const { token } = this.tree;
    const last = token[next.prefix[to]];
    const repeats = token[beam.prefix[source]] === last;
    const from = repeats ? 2 * source + BLANK_END : beam.bestEnd(source);
    const end = 2 * to + TOKEN_END;
    const logMax = beam.logMax[from] + this.#sound[last];
    if (logMax <= next.logMax[end]) return;
    const record = this.times.add(beam.times[from], this.#frame);
    this.times.peakBefore[record] = beam.peak[from];
    next.logMax[end] = logMax;
    next.times[end] = record;
    next.peak[end] = logProbs[row + last];
  }

  /** `prefix` extended by `token`, as the shortlist's row `candidate` has it. */
  #extended(prefix: number, token: number, candidate: number): number {
    const known = this.tree.child(prefix, token);
    if (known !== NONE) return known;
    const added = this.tree.add(prefix, token);
    this.credit.pull[added] = this.#shortlist.pull[candidate];
    this.language.create(added);
    this.credit.create(added, this.#shortlist.node[candidate]);
    return added;
  }
}
