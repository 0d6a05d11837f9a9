import {
  ConflictException$,
  InternalServerException$,
  ResourceNotFoundException$,
  ServiceQuotaExceededException$,
  ValidationException$,
} from '@aws-sdk/client-emr-serverless'
import type { ErrorMap } from '../shared/aws-errors.ts'

export const emrServerlessErrors: ErrorMap = {
  byKind: {
    'not-found': ResourceNotFoundException$,
    invalid: ValidationException$,
    conflict: ConflictException$,
    'limit-exceeded': ServiceQuotaExceededException$,
    internal: InternalServerException$,
  },
  byCode: {
    'compute.application-state': ValidationException$,
    'compute.application-busy': ValidationException$,
  },
  invalidRequest: ValidationException$,
}
