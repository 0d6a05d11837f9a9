import {
  DeleteSecurityConfiguration$,
  type DeleteSecurityConfigurationInput,
  type DeleteSecurityConfigurationOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const deleteSecurityConfiguration = emrOperation<
  DeleteSecurityConfigurationInput,
  DeleteSecurityConfigurationOutput
>({
  schema: DeleteSecurityConfiguration$,
  async run({ compute }, caller, { Name }) {
    await compute.deleteSecurityConfiguration(caller, Name)
    return {}
  },
})
