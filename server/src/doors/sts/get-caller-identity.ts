import {
  GetCallerIdentity$,
  type GetCallerIdentityRequest,
  type GetCallerIdentityResponse,
} from '@aws-sdk/client-sts'
import { stsOperation } from './operation.ts'

/** Needs no permission, as in AWS: a key that authenticates may learn whose it is. */
export const getCallerIdentity = stsOperation<GetCallerIdentityRequest, GetCallerIdentityResponse>({
  schema: GetCallerIdentity$,
  async run(_deps, caller) {
    return { UserId: caller.userId, Account: caller.accountId, Arn: caller.arn }
  },
})
