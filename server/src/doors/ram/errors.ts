import {
  MalformedArnException$,
  OperationNotPermittedException$,
  ResourceShareInvitationAlreadyAcceptedException$,
  ResourceShareInvitationArnNotFoundException$,
  ServerInternalException$,
  ThrottlingException$,
} from '@aws-sdk/client-ram'
import { defineError } from '../../foundation/errors.ts'
import type { ErrorMap } from '../shared/aws-errors.ts'

export const malformedArn = defineError<{ arn: string }>({
  code: 'ram.malformed-arn',
  kind: 'invalid',
  message: ({ arn }) => `"${arn}" is not the ARN of an invitation`,
})

export const ramErrors: ErrorMap = {
  byKind: {
    'not-found': ResourceShareInvitationArnNotFoundException$,
    conflict: ResourceShareInvitationAlreadyAcceptedException$,
    invalid: MalformedArnException$,
    denied: OperationNotPermittedException$,
    'limit-exceeded': ThrottlingException$,
    internal: ServerInternalException$,
  },
}
