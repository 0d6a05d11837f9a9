import {
  ListLaunchPaths$,
  type ListLaunchPathsInput,
  type ListLaunchPathsOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { LAUNCH } from './shapes.ts'

export const listLaunchPaths = catalogOperation<ListLaunchPathsInput, ListLaunchPathsOutput>({
  schema: ListLaunchPaths$,
  async run({ compute }, caller, { ProductId }) {
    const wanted = { id: ProductId }
    const { path } = await compute.getProduct(caller, { wanted, reading: 'ListLaunchPaths' })
    const summary = { Id: path.id, Name: path.name, ConstraintSummaries: [LAUNCH], Tags: [] }
    return { LaunchPathSummaries: [summary] }
  },
})
