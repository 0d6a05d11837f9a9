import { type DuckdbValue, openDuckdb } from '../../../foundation/duckdb.ts'
import type { Predicate } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { unreadableFile, unreadableTable } from '../errors.ts'
import type { Scan, TableRef } from '../model/face.ts'
import type { Field } from '../model/schema.ts'
import type { Workings } from '../workings.ts'
import { describeTable } from './describe-table.ts'
import { scan } from './scan.ts'

export interface TablePreview {
  /** The vendor's columns before those that the platform keeps its clocks in. */
  fields: Field[]
  rows: Record<string, DuckdbValue>[]
  /** Rows outside it are not the caller's to read. */
  rowFilter: Predicate | undefined
}

const ROWS = 50
const MEMORY_BYTES = 256 * 1024 * 1024
const PLATFORM_COLUMN = /^_/

/**
 * The first rows through the same projection that the caller's own tools read.
 *
 * @throws catalog.no-such-table, catalog.projection-not-ready, catalog.unreadable-table,
 * governance.denied
 */
export async function previewTable(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<TablePreview> {
  await using found = await scan(deps, caller, ref).catch((error: unknown) => {
    if (!unreadableFile.matches(error)) throw error
    throw unreadableTable({ table: `${ref.database}.${ref.table}` }, { cause: error })
  })
  const { access } = await describeTable(deps, caller, ref)
  return {
    fields: found.schema.fields.toSorted(ownFirst),
    rows: found.files.length === 0 ? [] : await firstRows(found),
    rowFilter: access.rowFilter,
  }
}

function ownFirst(left: Field, right: Field): number {
  return Number(PLATFORM_COLUMN.test(left.name)) - Number(PLATFORM_COLUMN.test(right.name))
}

async function firstRows({ relation, paths }: Scan): Promise<Record<string, DuckdbValue>[]> {
  await using duckdb = await openDuckdb({ paths, memoryBytesMax: MEMORY_BYTES })
  return duckdb.rows(`SELECT * FROM ${relation} LIMIT ${ROWS}`)
}
