import {
  ListLaunchPaths$,
  type ListLaunchPathsInput,
  type ListLaunchPathsOutput,
} from '@aws-sdk/client-service-catalog'
import { pageOf } from '../shared/page-token.ts'
import { catalogOperation, sizeOf } from './operation.ts'
import { pathView } from './shapes.ts'

export const listLaunchPaths = catalogOperation<ListLaunchPathsInput, ListLaunchPathsOutput>({
  schema: ListLaunchPaths$,
  async run({ compute }, caller, { ProductId, PageToken: token, PageSize }) {
    const wanted = { id: ProductId }
    const { paths } = await compute.getProduct(caller, { wanted, reading: 'ListLaunchPaths' })
    const { page, next } = pageOf(paths, { token, countMax: sizeOf(PageSize) })
    return { LaunchPathSummaries: page.map(pathView), NextPageToken: next }
  },
})
