import {
  SearchProducts$,
  type SearchProductsInput,
  type SearchProductsOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { productView } from './shapes.ts'

export const searchProducts = catalogOperation<SearchProductsInput, SearchProductsOutput>({
  schema: SearchProducts$,
  async run({ compute }, caller, { Filters }) {
    const text = (Filters?.FullTextSearch ?? []).join(' ')
    const found = await compute.listProducts(caller, { text })
    return { ProductViewSummaries: found.map(productView), ProductViewAggregations: {} }
  },
})
