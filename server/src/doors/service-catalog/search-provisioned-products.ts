import {
  SearchProvisionedProducts$,
  type SearchProvisionedProductsInput,
  type SearchProvisionedProductsOutput,
} from '@aws-sdk/client-service-catalog'
import { provisionedProductArn } from '../../contexts/compute/index.ts'
import { catalogOperation } from './operation.ts'
import { provisionedView } from './shapes.ts'

const PAGE_SIZE_MAX = 100 // Service Catalog API: SearchProvisionedProductsPageSize.

export const searchProvisionedProducts = catalogOperation<
  SearchProvisionedProductsInput,
  SearchProvisionedProductsOutput
>({
  schema: SearchProvisionedProducts$,
  async run({ compute, region }, caller, { PageSize, PageToken }) {
    const countMax = Math.min(Math.max(PageSize ?? PAGE_SIZE_MAX, 1), PAGE_SIZE_MAX)
    const offset = /^\d{1,9}$/.test(PageToken ?? '') ? Number(PageToken) : 0
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
