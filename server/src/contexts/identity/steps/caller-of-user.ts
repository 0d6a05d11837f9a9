import type { Caller } from '../model/caller.ts'
import type { Principal } from '../model/principal.ts'

export function callerOfUser(user: Principal, accessKeyId: string): Caller {
  return {
    accountId: user.accountId,
    principalArn: user.arn,
    arn: user.arn,
    userId: user.id,
    accessKeyId,
    sessionTags: {},
    sessionPolicies: [],
  }
}
