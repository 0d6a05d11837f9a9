import {
  ListConstraintsForPortfolio$,
  type ListConstraintsForPortfolioInput,
  type ListConstraintsForPortfolioOutput,
} from '@aws-sdk/client-service-catalog'
import { pageOf } from '../shared/page-token.ts'
import { catalogOperation, sizeOf } from './operation.ts'
import { constraintDetail } from './publishing-shapes.ts'

export const listConstraintsForPortfolio = catalogOperation<
  ListConstraintsForPortfolioInput,
  ListConstraintsForPortfolioOutput
>({
  schema: ListConstraintsForPortfolio$,
  async run({ compute }, caller, input) {
    const { PortfolioId: portfolioId, ProductId: productId, PageToken: token, PageSize } = input
    const found = await compute.listConstraints(caller, { portfolioId, productId })
    const { page, next } = pageOf(found, { token, countMax: sizeOf(PageSize) })
    return { ConstraintDetails: page.map(constraintDetail), NextPageToken: next }
  },
})
