import { MalformedPolicyDocumentException$ } from '@aws-sdk/client-sts'
import type { ErrorMap } from '../shared/aws-errors.ts'

export const stsErrors: ErrorMap = {
  byCode: { 'identity.malformed-policy': MalformedPolicyDocumentException$ },
  byKind: {
    // A role that is not there is answered like one that may not be assumed.
    'not-found': { code: 'AccessDenied', status: 403 },
    conflict: { code: 'ValidationError', status: 400 },
    'limit-exceeded': { code: 'ThrottlingException', status: 400 },
  },
}
