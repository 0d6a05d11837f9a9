import type { Caller, VendedPrefix } from '../../identity/index.ts'
import type { VendedCredentials } from '../model/face.ts'
import { type ExternalTable, within } from '../model/table.ts'
import type { Workings } from '../workings.ts'
import { demandBeside } from './external-place.ts'
import { holds, type Opened } from './gates.ts'
import { plainAccess, scopeOf, VENDED_SECONDS, vendedAccess } from './plain-access.ts'
import { type AuditContext, contextKept, record } from './record.ts'

type Access = VendedPrefix['access']

export interface External extends AuditContext {
  /** A partition’s; the table’s own place unless named. */
  location?: string
  /** Its values. */
  partition?: readonly string[]
  readOnly?: boolean
}

/** Partitions outside the table’s place are for who may read them by themselves. */
export async function vendExternal(
  deps: Workings,
  caller: Caller,
  opened: Opened<ExternalTable>,
  { location = opened.table.location, partition, readOnly = false, ...context }: External = {},
): Promise<VendedCredentials | undefined> {
  const { table } = opened
  const access = await accessOf(deps, caller, { ...opened, location, readOnly })
  if (access === undefined) return undefined
  const prefix = `${location}/`
  const scope = { prefixes: [{ location: prefix, access }], ...scopeOf(deps, caller, opened) }
  const credentials = await deps.identity.vend(caller, scope, VENDED_SECONDS)
  const { accountId, database, name } = table
  const { accessKeyId } = credentials
  const named = partition ? { partition } : {}
  const detail = { prefix, access, accessKeyId, ...named, ...contextKept(context) }
  const seen = { tableId: table.id, access: opened.access }
  const ref = { accountId, database, table: name }
  await record(deps.sql, deps, caller, { done: 'credentials-vended', ref, detail, seen })
  return { prefix, credentials }
}

async function accessOf(
  deps: Workings,
  caller: Caller,
  {
    table,
    access,
    location,
    readOnly,
  }: Opened<ExternalTable> & Required<Pick<External, 'location' | 'readOnly'>>,
): Promise<Access | undefined> {
  if (location === '' || !holds(access, 'SELECT')) return undefined
  const writes = !readOnly && (holds(access, 'INSERT') || holds(access, 'DELETE'))
  const asked = writes ? 'read-write' : 'read'
  const registered = deps.governance.registeredLocation(location)
  if (!registered) return plainAccess(deps, caller, { location, asked })
  // Anybody may say in their own catalog that a table lies at a place of somebody else, and who
  // may alter a table that a partition does: by now another table may have come there.
  if (!within(table.location, location)) await demandBeside(deps, caller, { table, location })
  else if (registered.accountId !== table.accountId)
    await deps.governance.demandLocation(caller, location)
  const ref = { accountId: table.accountId, database: table.database, table: table.name }
  return vendedAccess(deps, caller, { ref, iamOnly: access.iamOnly, asked })
}
