import type { AccountId } from '../../contexts/identity/index.ts'
import { type DuckdbValue, openDuckdb } from '../../foundation/duckdb.ts'
import { typeText } from './dataset.ts'
import { operation } from './operation.ts'
import { predicateWords } from './predicate-words.ts'

const ROWS = 50
const MEMORY_BYTES = 256 * 1024 * 1024
const PLATFORM_COLUMN = /^_/

/** The first rows through the same projection that the caller's own tools read. */
export const previewDataset = operation('previewDataset', async (deps, { caller, params }) => {
  const { account, ...name } = params
  const ref = { ...name, accountId: account as AccountId }
  await using scan = await deps.catalog.scan(caller, ref)
  const { access } = await deps.catalog.describeTable(caller, ref)
  const fields = scan.schema.fields.toSorted(ownFirst)
  const names = new Map(fields.map((field) => [field.id, field.name]))
  const rows = scan.files.length === 0 ? [] : await read(scan)
  return {
    principal: caller.principalArn,
    columns: fields.map((field) => ({ name: field.name, type: typeText(field.type) })),
    rows: rows.map((row) => fields.map((field) => textOf(row[field.name] ?? null))),
    ...(access.rowFilter && { rowFilter: predicateWords(access.rowFilter, names) }),
  }
})

/** The vendor's columns before those that the platform keeps its clocks in. */
function ownFirst(left: { name: string }, right: { name: string }): number {
  return Number(PLATFORM_COLUMN.test(left.name)) - Number(PLATFORM_COLUMN.test(right.name))
}

async function read(scan: { relation: string; paths: readonly string[] }) {
  await using duckdb = await openDuckdb({ paths: scan.paths, memoryBytesMax: MEMORY_BYTES })
  return duckdb.rows(`SELECT * FROM ${scan.relation} LIMIT ${ROWS}`)
}

function textOf(value: DuckdbValue): string | null {
  if (value === null) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
