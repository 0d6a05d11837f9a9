import {
  type DataLakeSettings,
  type PrincipalPermissions,
  PutDataLakeSettings$,
  type PutDataLakeSettingsRequest,
  type PutDataLakeSettingsResponse,
} from '@aws-sdk/client-lakeformation'
import type { Settings } from '../../contexts/governance/index.ts'
import type { AccountId } from '../../contexts/identity/index.ts'
import { invalidRequest } from './errors.ts'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { parsePrincipal } from './wire-principal.ts'

export const putDataLakeSettings = lakeFormationOperation<
  PutDataLakeSettingsRequest,
  PutDataLakeSettingsResponse
>({
  schema: PutDataLakeSettings$,
  async run({ governance }, caller, { CatalogId, DataLakeSettings }) {
    const accountId = catalogOf(caller, CatalogId)
    await governance.putDataLakeSettings(caller, parseSettings(accountId, DataLakeSettings))
    return {}
  },
})

/** The whole object is replaced: what is left out is empty. */
function parseSettings(accountId: AccountId, wire: DataLakeSettings): Settings {
  return {
    accountId,
    admins: (wire.DataLakeAdmins ?? []).map(parsePrincipal),
    readOnlyAdmins: (wire.ReadOnlyAdmins ?? []).map(parsePrincipal),
    openDatabases: openDefault(wire.CreateDatabaseDefaultPermissions),
    openTables: openDefault(wire.CreateTableDefaultPermissions),
    parameters: { ...wire.Parameters },
    trustedResourceOwners: wire.TrustedResourceOwners ?? [],
    externalFiltering: wire.AllowExternalDataFiltering ?? false,
    fullTableExternalAccess: wire.AllowFullTableExternalDataAccess ?? false,
    externalFilteringAllowList: (wire.ExternalDataFilteringAllowList ?? []).map(parsePrincipal),
    sessionTagValues: wire.AuthorizedSessionTagValueList ?? [],
  }
}

/** AWS takes nothing, or ALL to IAM_ALLOWED_PRINCIPALS, and nothing else. */
function openDefault(wire: readonly PrincipalPermissions[] | undefined): boolean {
  if (wire === undefined || wire.length === 0) return false
  const [only, ...more] = wire
  const principal = only?.Principal?.DataLakePrincipalIdentifier
  const all = only?.Permissions?.length === 1 && only.Permissions[0] === 'ALL'
  if (more.length > 0 || principal !== 'IAM_ALLOWED_PRINCIPALS' || !all)
    throw invalidRequest({
      reason: 'Default permissions may only be empty, or ALL to IAM_ALLOWED_PRINCIPALS',
    })
  return true
}
