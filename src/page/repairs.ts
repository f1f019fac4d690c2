import { writableAnew } from '../core/changed-names';
import type { Name } from '../core/name';
import { textOfPieces } from '../core/casing/written-form';
import type { UtteranceRepair } from '../protocol/second-pass-api';
import type { Page, RepairOffer } from './page-state';
import { piecesOf } from './written-utterance';
import type { DocumentView } from './view/document-view';

/**
 * Offers to write a name where it was said before it was on the list. Each place is offered once, and only while the words
 * there stand as they were written: nothing is changed unless the user says so. Where there is no second pass, nothing is
 * offered.
 */
export class Repairs {
  readonly #page: Page;
  readonly #document: DocumentView;
  readonly #find: (changed: readonly string[]) => Promise<readonly UtteranceRepair[] | undefined>;
  /** The list that was looked through last. */
  #told: readonly Name[] = [];
  /** Names that have changed and are yet to be looked for. */
  readonly #changed = new Set<string>();
  /** Ids of what was offered since the page was opened. */
  readonly #offered = new Set<string>();

  constructor(
    page: Page,
    document_: DocumentView,
    find: (changed: readonly string[]) => Promise<readonly UtteranceRepair[] | undefined>,
  ) {
    this.#page = page;
    this.#document = document_;
    this.#find = find;
    document_.watch(() => this.#withdraw(({ repair }) => document_.placeOf(repair) === undefined));
  }

  /** The recognizer has the list `told`. Looks for what is new in it, if `find` can. */
  async follow(told: readonly Name[], canFind: boolean): Promise<void> {
    const before = this.#told;
    this.#told = told;
    if (!canFind) return this.#changed.clear();
    for (const name of writableAnew(before, told)) this.#changed.add(name);
    const listed = new Set(writableAnew([], told));
    for (const name of this.#changed) if (!listed.has(name)) this.#changed.delete(name);
    this.#withdraw(({ repair }) => !listed.has(nameOf(repair)));
    if (this.#changed.size === 0) return;
    const looked = [...this.#changed];
    const repairs = await this.#find(looked);
    // The list has changed meanwhile, and is looked through anew.
    if (repairs === undefined || told !== this.#told) return;
    for (const name of looked) this.#changed.delete(name);
    this.#offer(repairs);
  }

  /** Writes the names of `offers` that can still be written, as many as are returned. */
  accept(offers: readonly RepairOffer[]): { readonly written: readonly RepairOffer[]; readonly undo: () => void } {
    const steps: (() => void)[] = [];
    const written = offers.filter(({ repair }) => {
      const undo = this.#document.repair(repair);
      if (undo !== undefined) steps.unshift(undo);
      return undo !== undefined;
    });
    this.#withdraw((offer) => offers.includes(offer));
    return { written, undo: () => steps.forEach((undo) => undo()) };
  }

  dismiss(): void {
    this.#withdraw(() => true);
  }

  #offer(repairs: readonly UtteranceRepair[]): void {
    const offers = repairs.flatMap((repair) => {
      const place = this.#document.placeOf(repair);
      const id = [repair.utterance, repair.startMs, repair.endMs, repair.word.text].join(' ');
      if (place === undefined || this.#offered.has(id)) return [];
      this.#offered.add(id);
      const pieces = piecesOf(place.utterance);
      const before = textOfPieces(pieces.filter(({ end }) => end <= place.first));
      const after = textOfPieces(pieces.filter(({ first }) => first >= place.end));
      return [{ id, repair, before, after }];
    });
    if (offers.length > 0) this.#page.change({ repairs: [...this.#page.state.repairs, ...offers] });
  }

  #withdraw(isGone: (offer: RepairOffer) => boolean): void {
    const { repairs } = this.#page.state;
    if (repairs.some(isGone)) this.#page.change({ repairs: repairs.filter((offer) => !isGone(offer)) });
  }
}

function nameOf({ word }: UtteranceRepair): string {
  return word.name?.text ?? word.text;
}
