import {
  DescribeSecurityConfiguration$,
  type DescribeSecurityConfigurationInput,
  type DescribeSecurityConfigurationOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const describeSecurityConfiguration = emrOperation<
  DescribeSecurityConfigurationInput,
  DescribeSecurityConfigurationOutput
>({
  schema: DescribeSecurityConfiguration$,
  async run({ compute }, caller, { Name }) {
    const found = await compute.getSecurityConfiguration(caller, Name)
    const { name, configuration: SecurityConfiguration, createdAt: CreationDateTime } = found
    return { Name: name, SecurityConfiguration, CreationDateTime }
  },
})
