import type { Caller } from '../../identity/index.ts'
import { invalidPage } from '../errors.ts'
import type { EngineSupport, Page, TableRef } from '../model/face.ts'
import type { Partition } from '../model/partition.ts'
import type { PartitionFilter } from '../model/partition-filter.ts'
import { storable } from '../model/storable.ts'
import { external } from '../model/table.ts'
import { openPartitioned } from '../steps/partitions.ts'
import { record } from '../steps/record.ts'
import { partitionsAfter } from '../store/partitions.ts'
import type { Workings } from '../workings.ts'

export interface ListPartitions extends TableRef {
  filter?: PartitionFilter
  /** One of so many parts that hold each partition once. */
  segment?: { number: number; total: number }
  /** Asked for by an engine that hides from its caller what it must. */
  engine?: EngineSupport
  size: number
  token?: string
}

/** As their keys are ordered. @throws catalog.invalid-filter, catalog.external-restricted */
export async function listPartitions(
  deps: Workings,
  caller: Caller,
  { filter, segment, engine, size, token, ...ref }: ListPartitions,
): Promise<Page<Partition>> {
  const { table } = await openPartitioned(deps, caller, ref, {
    action: 'glue:GetPartitions',
    engine,
  })
  if (!external(table)) return { items: [] }
  const after = valuesFrom(token)
  const rows = await partitionsAfter(deps.sql, table, {
    limit: size + 1,
    ...(filter ? { filter } : {}),
    ...(segment ? { segment } : {}),
    ...(after ? { after } : {}),
  })
  const items = rows.slice(0, size)
  const detail = { tableId: table.id, partitions: items.length }
  await record(deps.sql, deps, caller, { done: 'partitions-read', ref, detail })
  const last = items.at(-1)
  return rows.length > size && last ? { items, next: tokenOf(last.values) } : { items }
}

function tokenOf(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** @throws catalog.invalid-page-token */
function valuesFrom(token: string | undefined): string[] | undefined {
  if (token === undefined || token === '') return undefined
  try {
    const values: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    const texts = Array.isArray(values) && values.every((one) => typeof one === 'string')
    if (texts && storable(values)) return values as string[]
  } catch {
    // Falls through to the same answer as a token of the wrong content.
  }
  throw invalidPage({ token })
}
