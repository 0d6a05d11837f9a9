import {
  type DataLakePrincipal,
  type DataLakeSettings,
  GetDataLakeSettings$,
  type GetDataLakeSettingsRequest,
  type GetDataLakeSettingsResponse,
  type PrincipalPermissions,
} from '@aws-sdk/client-lakeformation'
import type { Settings } from '../../contexts/governance/index.ts'
import { catalogOf, lakeFormationOperation } from './operation.ts'

export const getDataLakeSettings = lakeFormationOperation<
  GetDataLakeSettingsRequest,
  GetDataLakeSettingsResponse
>({
  schema: GetDataLakeSettings$,
  async run({ governance }, caller, { CatalogId }) {
    const settings = await governance.getDataLakeSettings(caller, catalogOf(caller, CatalogId))
    return { DataLakeSettings: wireSettings(settings) }
  },
})

const OPEN: PrincipalPermissions = {
  Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
  Permissions: ['ALL'],
}

function wireSettings(settings: Settings): DataLakeSettings {
  return {
    DataLakeAdmins: wirePrincipals(settings.admins),
    ReadOnlyAdmins: wirePrincipals(settings.readOnlyAdmins),
    CreateDatabaseDefaultPermissions: settings.openDatabases ? [OPEN] : [],
    CreateTableDefaultPermissions: settings.openTables ? [OPEN] : [],
    Parameters: { ...settings.parameters },
    TrustedResourceOwners: [...settings.trustedResourceOwners],
    AllowExternalDataFiltering: settings.externalFiltering,
    AllowFullTableExternalDataAccess: settings.fullTableExternalAccess,
    ExternalDataFilteringAllowList: wirePrincipals(settings.externalFilteringAllowList),
    AuthorizedSessionTagValueList: [...settings.sessionTagValues],
  }
}

function wirePrincipals(names: readonly string[]): DataLakePrincipal[] {
  return names.map((name) => ({ DataLakePrincipalIdentifier: name }))
}
