import * as sts from '@aws-sdk/client-sts'
import type { Identity } from '../../contexts/identity/index.ts'
import type { OperationTable } from '../shared/operation.ts'
import { assumeRole } from './assume-role.ts'
import { getCallerIdentity } from './get-caller-identity.ts'
import { getSessionToken } from './get-session-token.ts'

export const stsOperations: OperationTable<{ identity: Identity }> = {
  served: [assumeRole, getCallerIdentity, getSessionToken],
  refused: [
    {
      reason: 'identities of other providers are not taken in',
      operations: [sts.AssumeRoleWithWebIdentity$, sts.AssumeRoleWithSAML$],
    },
    { reason: 'there is no root user', operations: [sts.AssumeRoot$] },
    {
      reason: 'it is not part of this platform',
      operations: [sts.DecodeAuthorizationMessage$, sts.GetAccessKeyInfo$, sts.GetFederationToken$],
    },
  ],
}
