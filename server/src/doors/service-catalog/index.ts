import {
  DuplicateResourceException$,
  InvalidParametersException$,
  LimitExceededException$,
  ResourceNotFoundException$,
} from '@aws-sdk/client-service-catalog'
import { type AwsDoorParts, awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { awsJson } from '../shared/protocols/json.ts'
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
    errors: {
      byKind: {
        'not-found': ResourceNotFoundException$,
        invalid: InvalidParametersException$,
        conflict: DuplicateResourceException$,
        'limit-exceeded': LimitExceededException$,
      },
      byCode: { 'compute.token-reused': InvalidParametersException$ },
      invalidRequest: InvalidParametersException$,
    },
    identity,
    clock,
    log,
    deps,
  })
}
