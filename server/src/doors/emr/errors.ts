import { InternalServerException$, InvalidRequestException$ } from '@aws-sdk/client-emr'
import type { ErrorMap } from '../shared/aws-errors.ts'

export const emrErrors: ErrorMap = {
  byKind: {
    'not-found': InvalidRequestException$,
    invalid: { code: 'ValidationException', status: 400 },
    conflict: InvalidRequestException$,
    'limit-exceeded': InvalidRequestException$,
    internal: InternalServerException$,
  },
  byCode: {
    'compute.role-not-usable': InvalidRequestException$,
    'compute.invalid-security-configuration': InvalidRequestException$,
  },
  members: ({ code }) => ({ ErrorCode: code }),
}
