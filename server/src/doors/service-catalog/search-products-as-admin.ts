import {
  SearchProductsAsAdmin$,
  type SearchProductsAsAdminInput,
  type SearchProductsAsAdminOutput,
} from '@aws-sdk/client-service-catalog'
import { pageOf } from '../shared/page-token.ts'
import { catalogOperation, sizeOf } from './operation.ts'
import { productDetail } from './shapes.ts'

export const searchProductsAsAdmin = catalogOperation<
  SearchProductsAsAdminInput,
  SearchProductsAsAdminOutput
>({
  schema: SearchProductsAsAdmin$,
  async run({ compute, region }, caller, input) {
    const text = (input.Filters?.FullTextSearch ?? []).join(' ')
    const { PortfolioId: portfolioId, PageToken: token, PageSize } = input
    const found = await compute.listOwnProducts(caller, { text, portfolioId })
    const { page, next } = pageOf(found, { token, countMax: sizeOf(PageSize) })
    const place = { region, accountId: caller.accountId }
    const ProductViewDetails = page.map((product) => productDetail(product, place))
    return { ProductViewDetails, NextPageToken: next }
  },
})
