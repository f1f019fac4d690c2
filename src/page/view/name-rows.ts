import type { ListedName } from '../../store/names-store';
import type { NamesState } from '../page-state';
import { element, setAttributes } from './element';
import { NameRow, type NameRowActions } from './name-row';

/** Rows drawn beyond both edges, so that scrolling by keys always finds the next one. */
const beyond = 6;
/** Height of a closed row in rem; the same as in style/names.css. */
const rowRem = 3.5;

/** By key. */
type KnownOfNames = Pick<NamesState, 'unusable' | 'collisions' | 'parts' | 'spellings'>;

/**
 * The names as rows, of which only those in sight exist: 10,000 names scroll and filter like ten. One row at most is open
 * and taller than the others. Arrows, Home and End go from row to row; Delete removes.
 */
export class NameRows {
  readonly element = element('div', { class: 'name-rows', tabindex: -1 });
  readonly #list = element('ul', { class: 'name-list', 'aria-label': 'Names' });
  readonly #actions: NameRowActions;
  readonly #rows = new Map<string, NameRow>();
  /** Rows that went out of sight, to be used again. */
  readonly #spare: NameRow[] = [];
  #names: readonly ListedName[] = [];
  /** By key; made when it is first asked for, since most searches never ask. */
  #indices: ReadonlyMap<string, number> | undefined;
  #known: KnownOfNames = { unusable: new Map(), collisions: new Map(), parts: new Map(), spellings: new Map() };
  #openKey: string | undefined;
  #openHeight = 0;
  /** Height of a closed row in CSS pixels: people choose the size of letters. */
  #rowHeight = 0;
  /** The row that Tab comes to. */
  #currentKey: string | undefined;
  readonly #measure = new ResizeObserver(() => this.#measureOpen());

  constructor(actions: Omit<NameRowActions, 'toggle'>) {
    this.#actions = { ...actions, toggle: (name) => this.open(this.#openKey === name.key ? undefined : name.key) };
    this.element.append(this.#list);
    this.element.addEventListener('scroll', () => this.#draw(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusin', (event) => this.#setCurrent(event.target as Element));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  show(names: readonly ListedName[], known: KnownOfNames): void {
    this.#known = known;
    if (names !== this.#names) {
      this.#names = names;
      this.#indices = undefined;
      if (this.#openKey !== undefined && this.#indexOf(this.#openKey) === undefined) this.open(undefined);
    }
    this.#draw();
  }

  scrollToTop(): void {
    this.element.scrollTop = 0;
  }

  /** Opens a row's editor, closing the one that was open. */
  open(key: string | undefined): void {
    const before = this.#openKey === undefined ? undefined : this.#rows.get(this.#openKey);
    this.#measure.disconnect();
    before?.close();
    this.#openKey = key;
    this.#openHeight = 0;
    this.#draw();
  }

  /** The open row goes on under another key after its name was changed. */
  rename(from: string, to: string): void {
    const row = this.#rows.get(from);
    if (row === undefined || from === to) return;
    this.#rows.delete(from);
    this.#rows.set(to, row);
    if (this.#openKey === from) this.#openKey = to;
    if (this.#currentKey === from) this.#currentKey = to;
  }

  /** Brings a name into sight and focuses it. */
  reveal(key: string): void {
    const index = this.#indexOf(key);
    if (index === undefined) return;
    const { top, bottom } = this.#span(index);
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (bottom > scrollTop + clientHeight) this.element.scrollTop = bottom - clientHeight;
    this.#draw();
    this.#rows.get(key)?.focus();
  }

  #draw(): void {
    this.#rowHeight = rowRem * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const { scrollTop, clientHeight } = this.element;
    const count = this.#names.length;
    this.#list.style.setProperty('height', `${count === 0 ? 0 : this.#span(count - 1).bottom}px`);
    const first = Math.max(0, this.#indexAt(scrollTop) - beyond);
    const last = Math.min(count - 1, this.#indexAt(scrollTop + clientHeight) + beyond);
    const wanted = new Set<string>();
    for (let index = first; index <= last; index++) wanted.add(this.#names[index]!.key);
    for (const [key, row] of this.#rows) {
      if (wanted.has(key)) continue;
      const index = row.element.contains(document.activeElement) ? this.#indexOf(key) : undefined;
      // The row with the focus stays, or scrolling would take the keyboard away from its user.
      if (index !== undefined) this.#place(row, index);
      else {
        row.close();
        row.element.remove();
        this.#rows.delete(key);
        this.#spare.push(row);
      }
    }
    let next = this.#list.firstElementChild;
    for (let index = first; index <= last; index++) {
      const row = this.#row(this.#names[index]!);
      this.#place(row, index);
      if (row.element === next) next = next.nextElementSibling;
      else this.#list.insertBefore(row.element, next);
    }
    this.#setTabStop();
    this.#openRow();
  }

  #row(name: ListedName): NameRow {
    const row = this.#rows.get(name.key) ?? this.#spare.pop() ?? new NameRow(this.#actions);
    this.#rows.set(name.key, row);
    const { unusable, collisions, parts, spellings } = this.#known;
    row.update(name, {
      unusable: unusable.get(name.key),
      collision: collisions.get(name.key),
      parts: parts.get(name.key),
      spellings: spellings.get(name.key),
    });
    return row;
  }

  #place(row: NameRow, index: number): void {
    row.element.style.setProperty('transform', `translateY(${this.#span(index).top}px)`);
    setAttributes(row.element, { 'aria-setsize': this.#names.length, 'aria-posinset': index + 1 });
  }

  /** Tab comes to the row that was used last, or to the first one in sight. */
  #setTabStop(): void {
    const inSight = this.#names[this.#indexAt(this.element.scrollTop)]?.key;
    const current = this.#rows.has(this.#currentKey ?? '') ? this.#currentKey : inSight;
    for (const [key, row] of this.#rows) row.setCurrent(key === current);
  }

  #indexOf(key: string): number | undefined {
    this.#indices ??= new Map(this.#names.map((name, index) => [name.key, index]));
    return this.#indices.get(key);
  }

  #openRow(): void {
    const row = this.#openKey === undefined ? undefined : this.#rows.get(this.#openKey);
    if (row === undefined || row.isOpen) return;
    this.#measure.observe(row.open());
    this.#measureOpen();
  }

  #measureOpen(): void {
    const row = this.#openKey === undefined ? undefined : this.#rows.get(this.#openKey);
    const height = row?.editorHeight ?? this.#openHeight;
    if (height === this.#openHeight) return;
    this.#openHeight = height;
    this.#draw();
  }

  #span(index: number): { top: number; bottom: number } {
    const height = this.#rowHeight;
    const open = this.#openKey === undefined ? -1 : (this.#indexOf(this.#openKey) ?? -1);
    const above = open >= 0 && index > open ? this.#openHeight : 0;
    const top = index * height + above;
    return { top, bottom: top + height + (index === open ? this.#openHeight : 0) };
  }

  #indexAt(y: number): number {
    const height = this.#rowHeight;
    const open = this.#openKey === undefined ? Infinity : (this.#indexOf(this.#openKey) ?? Infinity);
    const openTop = open * height;
    if (y <= openTop + height) return Math.floor(y / height);
    return Math.max(open, Math.floor((y - this.#openHeight) / height));
  }

  #setCurrent(target: Element): void {
    for (const [key, row] of this.#rows) if (row.element.contains(target)) this.#currentKey = key;
    this.#setTabStop();
  }

  #key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (!target.classList.contains('name-open')) return;
    const index = this.#indexOf(this.#currentKey ?? '') ?? 0;
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + 8,
      PageUp: index - 8,
      Home: 0,
      End: this.#names.length - 1,
    };
    const to = steps[event.key];
    const name = this.#names[index];
    if (event.key === 'Delete' && name !== undefined) {
      event.preventDefault();
      const neighbour = this.#names[index + 1] ?? this.#names[index - 1];
      this.#actions.remove(name);
      if (neighbour !== undefined) this.reveal(neighbour.key);
    } else if (to !== undefined) {
      event.preventDefault();
      const name = this.#names[Math.min(this.#names.length - 1, Math.max(0, to))];
      if (name !== undefined) this.reveal(name.key);
    }
  }
}
