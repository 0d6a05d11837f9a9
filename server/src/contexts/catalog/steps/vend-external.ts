import { transaction } from '../../../foundation/sql.ts'
import type { Caller, VendedPrefix } from '../../identity/index.ts'
import type { VendedCredentials } from '../model/face.ts'
import type { ExternalTable } from '../model/table.ts'
import type { Workings } from '../workings.ts'
import { holds, type Opened } from './gates.ts'
import { mayBeVended, plainAccess, VENDED_SECONDS } from './plain-access.ts'
import { record } from './record.ts'

type Access = VendedPrefix['access']

/** For the table's own place; partitions elsewhere are for who may read them by themselves. */
export async function vendExternal(
  deps: Workings,
  caller: Caller,
  opened: Opened<ExternalTable>,
): Promise<VendedCredentials | undefined> {
  const { table } = opened
  const access = await accessOf(deps, caller, opened)
  if (access === undefined) return undefined
  const prefix = `${table.location}/`
  const scope = { prefixes: [{ location: prefix, access }], tableId: table.id }
  const credentials = await deps.identity.vend(caller, scope, VENDED_SECONDS)
  const { accountId, database, name } = table
  const detail = { tableId: table.id, prefix, access, accessKeyId: credentials.accessKeyId }
  const ref = { accountId, database, table: name }
  await transaction(deps.sql, (tx) =>
    record(tx, deps, caller, { done: 'credentials-vended', ref, detail }),
  )
  return { prefix, credentials }
}

async function accessOf(
  deps: Workings,
  caller: Caller,
  { table, access }: Opened<ExternalTable>,
): Promise<Access | undefined> {
  const { location } = table
  if (location === '' || !holds(access, 'SELECT')) return undefined
  const writes = holds(access, 'INSERT') || holds(access, 'DELETE')
  const asked = writes ? 'read-write' : 'read'
  const registered = deps.governance.registeredLocation(location)
  if (!registered) return plainAccess(deps, caller, { location, asked })
  // Anybody may say in their own catalog that a table lies at a place of somebody else.
  if (registered.accountId !== table.accountId)
    await deps.governance.demandLocation(caller, location)
  return (await mayBeVended(deps, caller)) ? asked : undefined
}
