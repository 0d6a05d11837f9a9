import { transaction } from '../../../foundation/sql.ts'
import type { TableAccess } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { EngineSupport, TableDescription, TableRef } from '../model/face.ts'
import { describe } from '../steps/describe.ts'
import { demandEngine, demandInside } from '../steps/engine.ts'
import { openAnyTable } from '../steps/gates.ts'
import { type AuditContext, contextKept, record } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

export interface DescribeUnfiltered extends TableRef, AuditContext {
  engine: EngineSupport
}

export interface UnfilteredTable {
  /** With all columns, for an engine that hides them itself. */
  description: TableDescription
  /** What its caller may have of it. */
  access: TableAccess
}

/**
 * All of a table and what of it the caller may read, for an engine that the owner trusts to filter.
 *
 * @throws catalog.engine-cannot-filter, governance.engine-not-allowed
 * @see Lake Formation developer guide, "Application integration for full table access"
 */
export async function describeUnfiltered(
  deps: Workings,
  caller: Caller,
  { engine, auditContext, ...ref }: DescribeUnfiltered,
): Promise<UnfilteredTable> {
  const gate = { action: 'glue:GetUnfilteredTableMetadata', permissions: [] }
  const { table, access } = await openAnyTable(deps, caller, ref, gate)
  await demandEngine(deps, caller, { table, access }, engine)
  const whole = { ...access, restricted: false }
  const description = await describe(deps, { table, access: whole })
  demandInside({ table, access }, description.schema, engine)
  const detail = { ...contextKept({ auditContext }) }
  const seen = { tableId: table.id, access }
  await transaction(deps.sql, (tx) =>
    record(tx, deps, caller, { done: 'table-unfiltered', ref, detail, seen }),
  )
  return { description, access }
}
