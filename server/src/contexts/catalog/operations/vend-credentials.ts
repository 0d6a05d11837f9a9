import { DomainError } from '../../../foundation/errors.ts'
import type { Caller, VendedPrefix } from '../../identity/index.ts'
import type { LoadedTable, StagedTable, VendedCredentials } from '../model/face.ts'
import { currentSnapshot } from '../model/metadata.ts'
import { bucketOf, warehouse } from '../model/table.ts'
import { holds } from '../steps/gates.ts'
import { plainAccess, scopeOf, VENDED_SECONDS, vendedAccess } from '../steps/plain-access.ts'
import { type AuditContext, contextKept, record, stateRead } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

type Access = VendedPrefix['access']

export interface Vending extends AuditContext {
  /** To write, for an engine that keeps its caller from reading what INSERT alone gives (D-20). */
  writer?: boolean
  /** For a client that can be told of another endpoint than the platform's, and reaches it. */
  direct?: boolean
  /** Where an endpoint gives none, the platform's own: what was asked for stands already. */
  ownInstead?: boolean
  /** Only to read, whatever the caller may besides. */
  readOnly?: boolean
}

/**
 * Short-lived credentials for the files of a loaded table and nothing else: of a projection only
 * to read, of the base also to write where the caller may insert. Undefined: none may be had. Of a
 * base in a bucket that is linked so they are its endpoint's own, for a client that takes them.
 *
 * @throws storage.upstream-away, storage.upstream-refused
 */
export async function vendCredentials(
  deps: Workings,
  caller: Caller,
  loaded: LoadedTable | StagedTable,
  vending: Vending = {},
): Promise<VendedCredentials | undefined> {
  const access = await accessOf(deps, caller, { loaded, ...vending })
  if (access === undefined) return undefined
  const prefix = `${loaded.location}/`
  const about = 'table' in loaded ? scopeOf(deps, caller, loaded) : { staged: loaded.staged }
  const at = { location: prefix, access }
  const far = vending.direct ? await vendDirectly(deps, caller, { ...at, ...vending }) : undefined
  const scope = { prefixes: [at], ...about }
  const credentials = far?.credentials ?? (await deps.identity.vend(caller, scope, VENDED_SECONDS))
  const ref = refOf(loaded)
  const where = far ? { direct: far.direct } : {}
  const told = { ...where, ...contextKept(vending), ...readOf(loaded) }
  const detail = { prefix, access, accessKeyId: credentials.accessKeyId, ...told }
  const seen = 'table' in loaded && { seen: { tableId: loaded.table.id, access: loaded.access } }
  await record(deps.sql, deps, caller, { done: 'credentials-vended', ref, detail, ...seen })
  return { prefix, credentials, ...where }
}

/** Who may not see all that lies at a place may not list it either, and gets nothing directly. */
async function vendDirectly(
  deps: Workings,
  caller: Caller,
  { location, access, ownInstead = false }: Vending & { location: string; access: Access },
): Promise<Required<Pick<VendedCredentials, 'credentials' | 'direct'>> | undefined> {
  if (access === 'get') return undefined
  const far = await deps.storage
    .directCredentials(caller, { location, access })
    .catch((error: unknown) => {
      if (!ownInstead || !away(error)) throw error
      deps.log.warn({ location, err: error }, 'vended our own credentials: the endpoint gives none')
    })
  if (!far) return undefined
  const { endpoint, region, ...credentials } = far
  return { credentials, direct: { region, ...(endpoint === undefined ? {} : { endpoint }) } }
}

function away(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'unavailable'
}

/** A table that is staged holds nothing yet. */
function readOf(loaded: LoadedTable | StagedTable) {
  if (!('table' in loaded)) return {}
  return { projected: loaded.projected, ...stateRead(currentSnapshot(loaded.metadata)) }
}

function refOf(loaded: LoadedTable | StagedTable) {
  if (!('table' in loaded)) return loaded.ref
  const { accountId, database, name } = loaded.table
  return { accountId, database, table: name }
}

async function accessOf(
  deps: Workings,
  caller: Caller,
  { loaded, ...vending }: Vending & { loaded: LoadedTable | StagedTable },
): Promise<Access | undefined> {
  const { location } = loaded
  const projected = 'projected' in loaded && loaded.projected
  const asked = 'access' in loaded ? held(loaded, vending) : 'read-write'
  if (asked === undefined) return undefined
  // A projection lies in a place of the platform's own, where only vended credentials reach.
  const plainly = () => plainAccess(deps, caller, { location, asked })
  if (!projected && !deps.governance.registeredLocation(location)) return plainly()
  const iamOnly = 'access' in loaded && loaded.access.iamOnly
  const ref = refOf(loaded)
  const vended = await vendedAccess(deps, caller, { ref, iamOnly, asked })
  if (vended) return vended
  const inWarehouse = bucketOf(location) === warehouse(ref.accountId)
  const iamDecides = !('access' in loaded) || (iamOnly && !projected)
  return inWarehouse && iamDecides ? plainly() : undefined
}

function held(
  { access, projected }: LoadedTable,
  { writer = false, readOnly = false }: Vending,
): Access | undefined {
  const writes = !projected && !readOnly && (holds(access, 'INSERT') || holds(access, 'DELETE'))
  if (!holds(access, 'SELECT')) return writes && writer ? 'read-write' : undefined
  // Beside the files of a projection lie those of its earlier states: they are not to be found.
  const reads = projected ? 'get' : 'read'
  return writes ? 'read-write' : reads
}
