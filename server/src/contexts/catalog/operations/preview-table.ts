import { type DuckdbValue, openDuckdb } from '../../../foundation/duckdb.ts'
import { DomainError } from '../../../foundation/errors.ts'
import type { Predicate } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { unreadableFile, unreadableTable } from '../errors.ts'
import { readable } from '../model/duckdb-schema.ts'
import type { Scan, TableRef } from '../model/face.ts'
import type { Field } from '../model/schema.ts'
import type { Workings } from '../workings.ts'
import { describeTable } from './describe-table.ts'
import { scan } from './scan.ts'

export interface TablePreview {
  /** The vendor's columns before those that the platform keeps its clocks in. */
  fields: Field[]
  /** Of types that cannot be shown. */
  leftOut: Field[]
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
  const asked = { ...ref, readable: true }
  await using found = await scan(deps, caller, asked).catch((error: unknown) => {
    const file = lostFile(error)
    if (file === undefined) throw error
    const table = `${ref.database.replaceAll('/', '.')}.${ref.table}`
    throw unreadableTable({ table, file }, { cause: error })
  })
  const { access, schema } = await describeTable(deps, caller, ref)
  return {
    leftOut: schema.fields.filter((field) => !readable(field)),
    fields: found.schema.fields.toSorted(ownFirst),
    rows: found.files.length === 0 ? [] : await firstRows(found),
    rowFilter: access.rowFilter,
  }
}

/** What of the table is gone or broken; undefined: it is another error. */
function lostFile(error: unknown): string | undefined {
  if (!(error instanceof DomainError)) return undefined
  const lost = unreadableFile.matches(error) || error.code === 'storage.no-such-key'
  return lost ? String((error.facts as { location?: string }).location ?? '') : undefined
}

function ownFirst(left: Field, right: Field): number {
  return Number(PLATFORM_COLUMN.test(left.name)) - Number(PLATFORM_COLUMN.test(right.name))
}

async function firstRows({ relation, paths }: Scan): Promise<Record<string, DuckdbValue>[]> {
  await using duckdb = await openDuckdb({ paths, memoryBytesMax: MEMORY_BYTES })
  return duckdb.rows(`SELECT * FROM ${relation} LIMIT ${ROWS}`)
}
