import type { Caller } from '../model/caller.ts'
import { type Principal, tagged } from '../model/principal.ts'

export function callerOfUser(
  user: Principal,
  { accessKeyId, issuedAt }: { accessKeyId: string; issuedAt: Date },
): Caller {
  return {
    accountId: user.accountId,
    principalArn: user.arn,
    arn: user.arn,
    userId: user.id,
    accessKeyId,
    sessionTags: {},
    ...tagged(user),
    sessionPolicies: [],
    issuedAt,
  }
}
