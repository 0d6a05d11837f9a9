import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { readable } from '../model/duckdb-schema.ts'
import type { TableRef } from '../model/face.ts'
import { currentSchema } from '../model/metadata.ts'
import type { Field } from '../model/schema.ts'
import { queueProfile } from '../profile/make.ts'
import { demandWhole, openTable } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/**
 * Looks at the newest snapshot by a job, however large it is; for who reads all of the table.
 * Answers the columns of types that it has to leave out.
 *
 * @throws catalog.no-such-table, catalog.restricted-write, governance.denied
 */
export async function profileTable(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<{ leftOut: Field[] }> {
  const gate = { action: 'glue:GetTable', permissions: ['SELECT'] as const }
  const opened = await openTable(deps, caller, ref, gate)
  demandWhole(opened)
  const { fields } = currentSchema(await deps.files.read(opened.table.metadataLocation))
  await transaction(deps.sql, async (tx) => {
    await queueProfile(tx, opened.table.id, { asked: true, now: deps.clock() })
    const detail = { tableId: opened.table.id }
    await record(tx, deps, caller, { done: 'profile-asked', ref, detail })
  })
  return { leftOut: fields.filter((field) => !readable(field)) }
}
