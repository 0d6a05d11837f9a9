import { type AwsDoorParts, awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { awsJson } from '../shared/protocols/json.ts'
import { serviceCatalogErrors } from './errors.ts'
import type { ServiceCatalogDeps } from './operation.ts'
import { serviceCatalogOperations } from './operations.ts'

export { serviceCatalogOperations } from './operations.ts'

/** Clients of this service send JSON 1.1 although its model lists CBOR first. */
export function createServiceCatalogDoor(options: ServiceCatalogDeps & AwsDoorParts): Door {
  const { identity, clock, log, ...deps } = options
  return awsDoor({
    name: 'service-catalog',
    service: 'servicecatalog',
    protocol: awsJson('1.1'),
    operations: serviceCatalogOperations,
    errors: serviceCatalogErrors,
    identity,
    clock,
    log,
    deps,
  })
}
