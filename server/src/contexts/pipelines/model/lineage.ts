/** One thing on the way from a vendor's file to whoever reads. */
export interface LineageNode {
  id: string
  kind: 'vendor' | 'feed' | 'dataset' | 'pipeline' | 'feature' | 'reader'
  label: string
  accountId: string
  /** What it can be opened by: a table's names, or the id of a feed's vendor or of a pipeline. */
  opens?:
    | { kind: 'dataset'; accountId: string; database: string; table: string }
    | { kind: 'vendor'; id: string }
    | { kind: 'pipeline'; id: string }
}

export interface Lineage {
  nodes: LineageNode[]
  edges: { from: string; to: string }[]
}

/** A lineage that grows, in which nothing is twice. */
export class LineageGraph {
  readonly #nodes = new Map<string, LineageNode>()
  readonly #edges = new Map<string, Lineage['edges'][number]>()

  /** False when it was there. */
  add(node: LineageNode): boolean {
    if (this.#nodes.has(node.id)) return false
    this.#nodes.set(node.id, node)
    return true
  }

  join(from: string, to: string): void {
    this.#edges.set(`${from} ${to}`, { from, to })
  }

  get lineage(): Lineage {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] }
  }
}
