import {
  CreateSecurityConfiguration$,
  type CreateSecurityConfigurationInput,
  type CreateSecurityConfigurationOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const createSecurityConfiguration = emrOperation<
  CreateSecurityConfigurationInput,
  CreateSecurityConfigurationOutput
>({
  schema: CreateSecurityConfiguration$,
  async run({ compute }, caller, { Name: name, SecurityConfiguration: configuration }) {
    const made = await compute.createSecurityConfiguration(caller, { name, configuration })
    return { Name: made.name, CreationDateTime: made.createdAt }
  },
})
