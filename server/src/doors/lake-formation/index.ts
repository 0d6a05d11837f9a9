import type { Catalog } from '../../contexts/catalog/index.ts'
import type { Governance } from '../../contexts/governance/index.ts'
import type { Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import { awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { restJson } from '../shared/protocols/rest-json.ts'
import { lakeFormationErrors } from './errors.ts'
import type { LakeFormationOperationDeps } from './operation.ts'
import { lakeFormationOperations } from './operations.ts'

export { lakeFormationWhatIf } from './what-if.ts'

export interface LakeFormationDeps {
  governance: Governance
  catalog: Pick<Catalog, 'vendForPartition' | 'vendForTable'>
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
    operations: lakeFormationOperations,
    errors: lakeFormationErrors,
    identity: deps.identity,
    clock: deps.clock,
    log: deps.log,
    deps,
  })
}
