import {
  DuplicateResourceException$,
  InvalidParametersException$,
  LimitExceededException$,
  ResourceInUseException$,
  ResourceNotFoundException$,
} from '@aws-sdk/client-service-catalog'
import type { ErrorMap } from '../shared/aws-errors.ts'

export const serviceCatalogErrors: ErrorMap = {
  byKind: {
    'not-found': ResourceNotFoundException$,
    invalid: InvalidParametersException$,
    conflict: DuplicateResourceException$,
    'limit-exceeded': LimitExceededException$,
  },
  byCode: {
    // `UpdateProvisionedProduct` knows nothing else for it.
    'compute.cluster-not-ready': InvalidParametersException$,
    'compute.token-reused': InvalidParametersException$,
    'compute.catalogue-entry-in-use': ResourceInUseException$,
  },
  invalidRequest: InvalidParametersException$,
}
