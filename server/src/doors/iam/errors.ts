import { DeleteConflictException$, MalformedPolicyDocumentException$ } from '@aws-sdk/client-iam'
import { defineError } from '../../foundation/errors.ts'
import type { ErrorMap } from '../shared/aws-errors.ts'

export const userNameMissing = defineError<Record<string, never>>({
  code: 'iam.user-name-missing',
  kind: 'invalid',
  message: () => 'Must specify userName when calling with non-User credentials',
})

export const invalidMarker = defineError<Record<string, never>>({
  code: 'iam.invalid-marker',
  kind: 'invalid',
  message: () => 'The specified marker is not valid.',
})

export const iamErrors: ErrorMap = {
  byCode: {
    'identity.malformed-policy': MalformedPolicyDocumentException$,
    'identity.delete-conflict': DeleteConflictException$,
  },
}
