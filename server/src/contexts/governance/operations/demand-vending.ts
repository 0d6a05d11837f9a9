import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, engineNotAllowed } from '../errors.ts'
import { type Snapshot, settingsOf } from '../model/snapshot.ts'
import { putDenial } from '../record.ts'
import { rulesFor } from '../steps/rules.ts'

const SESSION_TAG = 'LakeFormationAuthorizedCaller' // AWS guide: application integration.

/**
 * May credentials for tables of `catalogId` be handed to an engine by Lake Formation's API? Off by
 * default: the owner allows full-table access, or names the engine's session tag and account; where
 * `filters` must be kept by the engine, it must be named.
 *
 * @throws governance.engine-not-allowed, governance.denied, identity.access-denied
 */
export async function demandVending(
  deps: Workings,
  caller: Caller,
  { catalogId, filters = false }: { catalogId: AccountId; filters?: boolean },
): Promise<void> {
  await deps.identity.demand(caller, { action: 'lakeformation:GetDataAccess', resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, catalogId])
  if (!caller.scope && trusted(snapshot, caller, { catalogId, filters })) return
  const permission = 'external engine access'
  await putDenial(deps, caller, { permission, resource: catalogId })
  throw caller.scope ? denied({ permission, resource: 'Catalog' }) : engineNotAllowed({ catalogId })
}

function trusted(
  snapshot: Snapshot,
  caller: Caller,
  { catalogId, filters }: { catalogId: AccountId; filters: boolean },
): boolean {
  const settings = settingsOf(snapshot, catalogId)
  const tag = caller.sessionTags[SESSION_TAG]
  if (tag === undefined) return settings.fullTableExternalAccess && !filters
  return (
    settings.externalFiltering &&
    settings.sessionTagValues.includes(tag) &&
    settings.externalFilteringAllowList.includes(caller.accountId)
  )
}
