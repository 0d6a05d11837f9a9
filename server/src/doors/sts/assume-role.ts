import { AssumeRole$, type AssumeRoleRequest, type AssumeRoleResponse } from '@aws-sdk/client-sts'
import type { AssumeRole } from '../../contexts/identity/index.ts'
import { stsOperation, wireCredentials } from './operation.ts'

export const assumeRole = stsOperation<AssumeRoleRequest, AssumeRoleResponse>({
  schema: AssumeRole$,
  async run({ identity }, caller, input) {
    const { RoleArn, RoleSessionName, DurationSeconds, Policy, ExternalId } = input
    const command: AssumeRole = {
      roleArn: RoleArn,
      sessionName: RoleSessionName,
      policyArns: (input.PolicyArns ?? []).flatMap(({ arn }) => arn ?? []),
      tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      ...(DurationSeconds === undefined ? {} : { seconds: DurationSeconds }),
      ...(Policy === undefined ? {} : { policy: Policy }),
      ...(ExternalId === undefined ? {} : { externalId: ExternalId }),
    }
    const session = await identity.assumeRole(caller, command)
    return {
      Credentials: wireCredentials(session.credentials),
      AssumedRoleUser: { AssumedRoleId: session.caller.userId, Arn: session.caller.arn },
    }
  },
})
