import { type Duckdb, duckdbFailed, quoteName, quotePath } from '../../../foundation/duckdb.ts'
import type { FeedDefinition } from '../model/feed.ts'
import { firstBytes } from './first-bytes.ts'
import { type Opened, refusal } from './source.ts'
import { fits } from './strict-cast.ts'

/** Its columns have types already: those must fit the contract’s. */
export async function openParquet(
  db: Duckdb,
  path: string,
  { columns }: FeedDefinition,
): Promise<Opened> {
  const head = await firstBytes(path)
  if (head.length === 0) return refusal('empty', 'the file is empty')
  const rows = `read_parquet(${quotePath(path)})`
  const described = await describe(db, rows)
  if (described === undefined) return refusal('content', 'it is no Parquet file, or is damaged')
  const types = new Map(described)
  const odd = columns.find(({ name, type }) => !fits(types.get(name) ?? 'VARCHAR', type))
  if (odd)
    return refusal(
      'content',
      `column "${odd.name}" is ${types.get(odd.name)} in the file and ${odd.type} in the contract`,
    )
  const header = [...types.keys()]
  const members = header.map((name) => `${quoteName(name)} := ${quoteName(name)}`)
  return {
    source: {
      header,
      rows,
      value: (name) => ({ sql: quoteName(name), type: types.get(name) ?? 'VARCHAR' }),
      text: `to_json(struct_pack(${members.join(', ')}))::VARCHAR`,
      headerLines: 0,
      byLine: false,
    },
  }
}

async function describe(db: Duckdb, rows: string): Promise<[string, string][] | undefined> {
  try {
    const found = await db.rows(`DESCRIBE SELECT * FROM ${rows}`)
    return found.map((row) => [String(row.column_name), String(row.column_type)])
  } catch (error) {
    if (duckdbFailed.matches(error)) return undefined
    throw error
  }
}
