/** One thing on the way from a vendor's file to whoever reads. */
export interface LineageNode {
  id: string
  kind: 'vendor' | 'feed' | 'dataset' | 'pipeline' | 'feature' | 'reader' | 'job' | 'elsewhere'
  label: string
  accountId: string
  /** Where a job or what is elsewhere has its name. */
  namespace?: string
  /** What it can be opened by: a table's names, or the id of a feed's vendor or of a pipeline. */
  opens?:
    | { kind: 'dataset'; accountId: string; database: string; table: string }
    | { kind: 'vendor'; id: string }
    | { kind: 'pipeline'; id: string }
}

/** A column of the edge's end, and the column of the node `of` that it was made of. */
export interface LineageColumn {
  of: string
  from: string
  to: string
  how: string
}

export interface Lineage {
  nodes: LineageNode[]
  edges: { from: string; to: string; columns?: LineageColumn[] }[]
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

  has(id: string): boolean {
    return this.#nodes.has(id)
  }

  get size(): number {
    return this.#nodes.size
  }

  join(from: string, to: string, columns: readonly LineageColumn[] = []): void {
    const known = this.#edges.get(`${from} ${to}`)?.columns ?? []
    const all = new Map([...known, ...columns].map((one) => [JSON.stringify(one), one]))
    const told = all.size === 0 ? {} : { columns: [...all.values()] }
    this.#edges.set(`${from} ${to}`, { from, to, ...told })
  }

  get lineage(): Lineage {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] }
  }
}
