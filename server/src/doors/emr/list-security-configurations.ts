import {
  ListSecurityConfigurations$,
  type ListSecurityConfigurationsInput,
  type ListSecurityConfigurationsOutput,
} from '@aws-sdk/client-emr'
import { pageOf } from '../shared/page-token.ts'
import { emrOperation } from './operation.ts'

const PAGE = 50 // EMR API: ListSecurityConfigurations answers at most 50 at a time.

export const listSecurityConfigurations = emrOperation<
  ListSecurityConfigurationsInput,
  ListSecurityConfigurationsOutput
>({
  schema: ListSecurityConfigurations$,
  async run({ compute }, caller, { Marker: token }) {
    const found = await compute.listSecurityConfigurations(caller)
    const { page, next: Marker } = pageOf(found, { token, countMax: PAGE })
    const SecurityConfigurations = page.map(({ name, createdAt }) => ({
      Name: name,
      CreationDateTime: createdAt,
    }))
    return { SecurityConfigurations, Marker }
  },
})
