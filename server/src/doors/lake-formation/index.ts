import type { Catalog } from '../../contexts/catalog/index.ts'
import type { Governance } from '../../contexts/governance/index.ts'
import type { Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import { awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { restJson } from '../shared/protocols/rest-json.ts'
import { batchGrantPermissions, batchRevokePermissions } from './batch-permissions.ts'
import * as filters from './data-cells-filters.ts'
import * as settings from './data-lake-settings.ts'
import { lakeFormationErrors } from './errors.ts'
import { grantPermissions } from './grant-permissions.ts'
import * as tags from './lf-tags.ts'
import { listPermissions } from './list-permissions.ts'
import type { LakeFormationOperationDeps } from './operation.ts'
import { refused } from './refused.ts'
import * as resourceTags from './resource-lf-tags.ts'
import * as resources from './resources.ts'
import { revokePermissions } from './revoke-permissions.ts'
import { getTemporaryGlueTableCredentials } from './temporary-credentials.ts'

export interface LakeFormationDeps {
  governance: Governance
  catalog: Pick<Catalog, 'loadTable' | 'vendCredentials'>
  identity: Pick<Identity, 'authenticate'>
  clock: Clock
  log: Log
}

/** AWS Lake Formation: rest-json, `POST /<Operation>`. */
export function createLakeFormationDoor(deps: LakeFormationDeps): Door {
  return awsDoor<LakeFormationOperationDeps>({
    name: 'lake-formation',
    service: 'lakeformation',
    protocol: restJson,
    operations: { served, refused },
    errors: lakeFormationErrors,
    identity: deps.identity,
    clock: deps.clock,
    log: deps.log,
    deps,
  })
}

const served = [
  grantPermissions,
  revokePermissions,
  batchGrantPermissions,
  batchRevokePermissions,
  listPermissions,
  getTemporaryGlueTableCredentials,
  ...Object.values(tags),
  ...Object.values(resourceTags),
  ...Object.values(settings),
  ...Object.values(resources),
  ...Object.values(filters),
]
