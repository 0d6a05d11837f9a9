import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidPage, metadataMissing, unreadableFile } from '../errors.ts'
import type { Page, TableDescription, TableRef } from '../model/face.ts'
import type { AnyTable } from '../model/table.ts'
import { describe } from '../steps/describe.ts'
import { type Opened, openAnyTable } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { versionsOf } from '../steps/versions.ts'
import type { Workings } from '../workings.ts'

export interface ListTableVersions extends TableRef {
  /** This one alone. */
  version?: number
  size?: number
  token?: string
}

const PAGE_SIZE_MAX = 100
const VERSION_MAX = 2 ** 31 - 1

/** The newest first, the current one too. @throws catalog.no-such-table */
export async function listTableVersions(
  deps: Workings,
  caller: Caller,
  { version, size = PAGE_SIZE_MAX, token, ...ref }: ListTableVersions,
): Promise<Page<TableDescription>> {
  const action = version === undefined ? 'glue:GetTableVersions' : 'glue:GetTableVersion'
  const { table, access } = await openAnyTable(deps, caller, ref, { action, permissions: [] })
  const limit = version === undefined ? Math.min(Math.max(1, size), PAGE_SIZE_MAX) : 0
  const before = version === undefined ? versionFrom(token) : version + 1
  const found = await versionsOf(deps, table, { before, limit: limit + 1 })
  const fit = version === undefined ? found.slice(0, limit) : found.filter(isVersion(version))
  const items: TableDescription[] = []
  for (const one of fit) items.push(...(await readable(deps, { table: one, access })))
  const detail = { tableId: table.id, versions: items.length }
  await transaction(deps.sql, (tx) =>
    record(tx, deps, caller, { done: 'table-versions-read', ref, detail }),
  )
  const last = fit.at(-1)
  const more = version === undefined && found.length > limit && last
  return more ? { items, next: String(last.version) } : { items }
}

function isVersion(version: number) {
  return (table: AnyTable) => table.version === version
}

/** A version whose metadata file somebody removed is none any more. */
async function readable(deps: Workings, opened: Opened<AnyTable>): Promise<TableDescription[]> {
  try {
    return [await describe(deps, opened)]
  } catch (error) {
    if (unreadableFile.matches(error) || metadataMissing.matches(error)) return []
    throw error
  }
}

/** @throws catalog.invalid-page-token */
function versionFrom(token: string | undefined): number {
  if (token === undefined || token === '') return VERSION_MAX
  if (!/^[1-9]\d{0,8}$/.test(token)) throw invalidPage({ token })
  return Number(token)
}
