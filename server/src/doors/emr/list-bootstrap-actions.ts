import {
  ListBootstrapActions$,
  type ListBootstrapActionsInput,
  type ListBootstrapActionsOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const listBootstrapActions = emrOperation<
  ListBootstrapActionsInput,
  ListBootstrapActionsOutput
>({
  schema: ListBootstrapActions$,
  async run({ compute }, caller, { ClusterId }) {
    await compute.getCluster(caller, { clusterId: ClusterId, reading: 'ListBootstrapActions' })
    return { BootstrapActions: [] } // None can be given; the AWS CLI asks nevertheless.
  },
})
