import {
  AssociateProductWithPortfolio$,
  type AssociateProductWithPortfolioInput,
  type AssociateProductWithPortfolioOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'

export const associateProductWithPortfolio = catalogOperation<
  AssociateProductWithPortfolioInput,
  AssociateProductWithPortfolioOutput
>({
  schema: AssociateProductWithPortfolio$,
  async run({ compute }, caller, { PortfolioId: portfolioId, ProductId: productId }) {
    await compute.setProductPlace(caller, { portfolioId, productId, there: true })
    return {}
  },
})
