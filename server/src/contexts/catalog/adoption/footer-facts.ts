import { type Duckdb, type DuckdbValue, quotePath } from '../../../foundation/duckdb.ts'
import { parseDuckdbValue } from '../model/bounds.ts'
import { order } from '../model/manifest-list.ts'
import type { ColumnFacts, FileFacts } from './model/adoption.ts'
import { fileType } from './model/file-type.ts'
import { NODE_COLUMNS, type ParquetNode, parseNodes } from './model/parquet-node.ts'

/** Row groups times columns that are looked at in one go. */
const CELLS_MAX = 20_000
const SPLITS_MAX = 1000

/** What a footer says, for the manifest. */
export interface Footer {
  nodes: ParquetNode[]
  facts: Omit<FileFacts, 'path'>
}

export async function footerFacts(duckdb: Duckdb, path: string): Promise<Footer> {
  const file = quotePath(path)
  const nodes = parseNodes(await duckdb.rows(`SELECT ${NODE_COLUMNS} FROM parquet_schema(${file})`))
  const [whole] = await duckdb.rows(
    `SELECT num_rows, num_row_groups FROM parquet_file_metadata(${file})`,
  )
  const groups = Number(whole?.num_row_groups)
  const leaves = leavesOf(nodes)
  const columns: Record<string, ColumnFacts> = Object.create(null)
  const step = Math.max(1, Math.floor(CELLS_MAX / Math.max(groups, 1)))
  for (let from = 0; from < leaves.length; from += step) {
    const rows = await duckdb.rows(columnsSql(file, from, from + step))
    for (const [path, type] of leaves.slice(from, from + step))
      columns[path] = together(
        rows.filter((row) => row.path === path),
        type,
      )
  }
  return { nodes, facts: { rows: Number(whole?.num_rows), columns, splits: await splitsOf() } }

  async function splitsOf(): Promise<string[]> {
    if (groups > SPLITS_MAX) return []
    const found = await duckdb.rows(splitsSql(file))
    return found.map(({ at }) => String(at))
  }
}

function columnsSql(file: string, from: number, to: number): string {
  return `SELECT path_in_schema AS path, num_values, total_compressed_size AS size_bytes,
      stats_null_count AS nulls, stats_min_value AS min, stats_max_value AS max
    FROM parquet_metadata(${file}) WHERE column_id >= ${from} AND column_id < ${to}`
}

function splitsSql(file: string): string {
  return `SELECT min(least(coalesce(nullif(dictionary_page_offset, 0), data_page_offset),
      data_page_offset)) AS at
    FROM parquet_metadata(${file}) GROUP BY row_group_id ORDER BY row_group_id`
}

/** The columns that hold values, in their order, with their paths and types. */
function leavesOf(nodes: readonly ParquetNode[], above = ''): [string, string | undefined][] {
  return nodes.flatMap((node): [string, string | undefined][] => {
    const path = `${above}${node.name}`
    if (node.physical === undefined) return leavesOf(node.children, `${path}, `)
    const type = fileType(node)
    return [[path, typeof type === 'string' ? type : undefined]]
  })
}

function together(
  groups: readonly Record<string, DuckdbValue>[],
  type: string | undefined,
): ColumnFacts {
  const sum = (name: string) => groups.reduce((total, group) => total + Number(group[name]), 0)
  const facts: ColumnFacts = { sizeBytes: sum('size_bytes'), values: sum('num_values') }
  if (!groups.every(({ nulls }) => nulls !== null)) return facts
  facts.nulls = sum('nulls')
  if (type === undefined) return facts
  const telling = groups.filter(({ nulls, num_values: values }) => Number(nulls) < Number(values))
  const min = extreme(telling, { side: 'min', type })
  const max = extreme(telling, { side: 'max', type })
  return { ...facts, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}

/** The text of the least or greatest value of all row groups, where each tells its own. */
function extreme(
  groups: readonly Record<string, DuckdbValue>[],
  { side, type }: { side: 'min' | 'max'; type: string },
): string | undefined {
  const wanted = side === 'min' ? -1 : 1
  let found: string | undefined
  for (const group of groups) {
    const text = group[side]
    const value = typeof text === 'string' ? parseDuckdbValue(type, text) : undefined
    if (value === undefined) return undefined
    const before = found === undefined ? undefined : parseDuckdbValue(type, found)
    if (before === undefined || Math.sign(order(value, before)) === wanted) found = String(text)
  }
  return found
}
