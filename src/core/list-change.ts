/** A list as a change of the one before: of a long one that is edited most stays as it is, and need not be sent again. */
export interface ListChange<Entry> {
  /** By place in the new list: where the entry was in the list before, or −1 − its place in `fresh`. */
  readonly places: Int32Array;
  readonly fresh: readonly Entry[];
}

/** How `after` comes of `before`. Entries are the same when they are the same object. */
export function changeOf<Entry extends object>(before: readonly Entry[], after: readonly Entry[]): ListChange<Entry> {
  const placeOf = new Map(before.map((entry, place) => [entry, place]));
  const fresh: Entry[] = [];
  const places = new Int32Array(after.length);
  after.forEach((entry, at) => {
    places[at] = placeOf.get(entry) ?? -fresh.push(entry);
  });
  return { places, fresh };
}

/** The list that `changeOf` was told, made of the one before. Throws a RangeError where that is another than was meant. */
export function changedList<Entry>(before: readonly Entry[], { places, fresh }: ListChange<Entry>): Entry[] {
  return Array.from(places, (place) => {
    const entry = place < 0 ? fresh[-1 - place] : before[place];
    if (entry === undefined)
      throw new RangeError(`Expected a list of more than ${place} entries, got ${before.length}`);
    return entry;
  });
}
