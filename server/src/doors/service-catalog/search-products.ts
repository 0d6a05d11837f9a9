import {
  SearchProducts$,
  type SearchProductsInput,
  type SearchProductsOutput,
} from '@aws-sdk/client-service-catalog'
import { pageOf } from '../shared/page-token.ts'
import { catalogOperation, sizeOf } from './operation.ts'
import { offerView } from './shapes.ts'

export const searchProducts = catalogOperation<SearchProductsInput, SearchProductsOutput>({
  schema: SearchProducts$,
  async run({ compute }, caller, { Filters, PageToken: token, PageSize }) {
    const text = (Filters?.FullTextSearch ?? []).join(' ')
    const found = await compute.listProducts(caller, { text })
    const { page, next } = pageOf(found, { token, countMax: sizeOf(PageSize) })
    const ProductViewSummaries = page.map(offerView)
    return { ProductViewSummaries, ProductViewAggregations: {}, NextPageToken: next }
  },
})
