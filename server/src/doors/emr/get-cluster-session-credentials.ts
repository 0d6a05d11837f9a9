import {
  GetClusterSessionCredentials$,
  type GetClusterSessionCredentialsInput,
  type GetClusterSessionCredentialsOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const getClusterSessionCredentials = emrOperation<
  GetClusterSessionCredentialsInput,
  GetClusterSessionCredentialsOutput
>({
  schema: GetClusterSessionCredentials$,
  async run({ compute }, caller, { ClusterId, ExecutionRoleArn }) {
    const { username, password, expiresAt } = await compute.issueClusterCredentials(caller, {
      clusterId: ClusterId,
      roleArn: ExecutionRoleArn ?? '',
    })
    const UsernamePassword = { Username: username, Password: password }
    return { Credentials: { UsernamePassword }, ExpiresAt: expiresAt }
  },
})
