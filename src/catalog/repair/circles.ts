interface Edge<T> {
  readonly earlier: T;
  readonly later: T;
}

/**
 * Returns the strongly connected components of more than one member, each by a number (Tarjan 1972, with an
 * explicit stack instead of recursion).
 */
export function circlesOf<T>(edges: readonly Edge<T>[]): ReadonlyMap<T, number> {
  const search = new Search(edges);
  for (const { earlier } of edges) search.visit(earlier);
  return search.circles;
}

class Search<T> {
  readonly circles = new Map<T, number>();
  readonly #after = new Map<T, T[]>();
  readonly #index = new Map<T, number>();
  readonly #lowest = new Map<T, number>();
  readonly #open: T[] = [];
  readonly #isOpen = new Set<T>();

  constructor(edges: readonly Edge<T>[]) {
    for (const { earlier, later } of edges) {
      const others = this.#after.get(earlier);
      if (others) others.push(later);
      else this.#after.set(earlier, [later]);
    }
  }

  visit(start: T): void {
    if (this.#index.has(start)) return;
    const path = [{ node: this.#enter(start), next: 0 }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const other = this.#after.get(top.node)?.[top.next];
      top.next += 1;
      if (other === undefined) {
        path.pop();
        this.#leave(top.node, path.at(-1)?.node);
      } else if (!this.#index.has(other)) {
        path.push({ node: this.#enter(other), next: 0 });
      } else if (this.#isOpen.has(other)) this.#lower(top.node, this.#index.get(other) ?? 0);
    }
  }

  #enter(node: T): T {
    this.#lowest.set(node, this.#index.size);
    this.#index.set(node, this.#index.size);
    this.#open.push(node);
    this.#isOpen.add(node);
    return node;
  }

  #leave(node: T, parent: T | undefined): void {
    const lowest = this.#lowest.get(node) ?? 0;
    if (parent !== undefined) this.#lower(parent, lowest);
    if (lowest !== this.#index.get(node)) return;
    const members = this.#open.splice(this.#open.lastIndexOf(node));
    for (const member of members) {
      this.#isOpen.delete(member);
      if (members.length > 1) this.circles.set(member, lowest);
    }
  }

  #lower(node: T, value: number): void {
    this.#lowest.set(node, Math.min(this.#lowest.get(node) ?? value, value));
  }
}
