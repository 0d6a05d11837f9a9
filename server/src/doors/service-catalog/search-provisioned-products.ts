import {
  SearchProvisionedProducts$,
  type SearchProvisionedProductsInput,
  type SearchProvisionedProductsOutput,
} from '@aws-sdk/client-service-catalog'
import { provisionedProductArn } from '../../contexts/compute/index.ts'
import { catalogOperation } from './operation.ts'
import { pageOf, provisionedView } from './shapes.ts'

const PAGE_SIZE_MAX = 100 // Service Catalog API: SearchProvisionedProductsPageSize.

export const searchProvisionedProducts = catalogOperation<
  SearchProvisionedProductsInput,
  SearchProvisionedProductsOutput
>({
  schema: SearchProvisionedProducts$,
  async run({ compute, region }, caller, { PageSize, PageToken }) {
    const { offset, countMax } = pageOf({ PageSize, PageToken }, PAGE_SIZE_MAX)
    const found = await compute.listProvisionedProducts(caller, { offset, countMax })
    const { accountId } = caller
    const views = found.map((product) => ({
      ...provisionedView(product),
      Arn: provisionedProductArn({ region, accountId }, product.id),
    }))
    return {
      ProvisionedProducts: views,
      TotalResultsCount: offset + found.length,
      NextPageToken: found.length === countMax ? String(offset + countMax) : undefined,
    }
  },
})
