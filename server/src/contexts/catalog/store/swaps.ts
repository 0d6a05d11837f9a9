import { sql as raw } from 'kysely'
import { announcedAfter } from '../../../foundation/events.ts'
import { gathered } from '../../../foundation/gathered.ts'
import { type AuditRecord, auditOfStep } from '../../../foundation/outbox.ts'
import { isRolledBack, type Sql } from '../../../foundation/sql.ts'
import type { Table } from '../model/table.ts'
import './tables.ts'

/** The compare-and-swap of one table, with what is told of it where it is made. */
export interface Swap {
  before: Pick<Table, 'id' | 'version'>
  next: Pick<Table, 'metadataLocation' | 'location' | 'updatedAt'>
  records: readonly AuditRecord[]
  announcement: Record<string, unknown> | undefined
}

/** False when another commit was first. */
export type Swaps = (swap: Swap) => Promise<boolean>

const SWAPS_MAX = 32

/** Swaps of several tables that come at the same time are made by one statement, and one sync. */
export function createSwaps(sql: Sql): Swaps {
  return gathered((swaps: readonly Swap[]) => swapEach(sql, swaps), {
    keyOf: ({ before }) => before.id,
    sizeMax: SWAPS_MAX,
    isUndone: isRolledBack,
  })
}

async function swapEach(sql: Sql, swaps: readonly Swap[]): Promise<boolean[]> {
  const told = swaps.flatMap(({ before: { id: key }, records }) =>
    records.map((record) => ({ key, record })),
  )
  const announced = swaps.map(({ before, announcement }) => ({
    key: before.id,
    payload: announcement,
  }))
  const { rows } = await raw<{ key: string }>`
    WITH asked AS (
      SELECT * FROM unnest(
        ${swaps.map(({ before }) => before.id)}::text[],
        ${swaps.map(({ before }) => before.version)}::integer[],
        ${swaps.map(({ next }) => next.metadataLocation)}::text[],
        ${swaps.map(({ next }) => next.location)}::text[],
        ${swaps.map(({ next }) => next.updatedAt)}::timestamptz[]
      ) AS asked (id, version, metadata_location, location, updated_at)
    ), held AS MATERIALIZED (
      SELECT id FROM catalog.tables JOIN asked USING (id, version)
      ORDER BY id FOR UPDATE OF tables
    ), swapped AS (
      UPDATE catalog.tables AS t SET (metadata_location, location, updated_at, version) =
        (asked.metadata_location, asked.location, asked.updated_at, asked.version + 1)
      FROM held JOIN asked USING (id)
      WHERE t.id = held.id AND t.version = asked.version
      RETURNING t.id AS key
    ), told AS (${auditOfStep('swapped', told)})
    ${announcedAfter('swapped', 'catalog.table-committed', announced)}`.execute(sql)
  const done = new Set(rows.map(({ key }) => key))
  return swaps.map(({ before }) => done.has(before.id))
}
