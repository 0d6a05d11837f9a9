import {
  DisassociateProductFromPortfolio$,
  type DisassociateProductFromPortfolioInput,
  type DisassociateProductFromPortfolioOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'

export const disassociateProductFromPortfolio = catalogOperation<
  DisassociateProductFromPortfolioInput,
  DisassociateProductFromPortfolioOutput
>({
  schema: DisassociateProductFromPortfolio$,
  async run({ compute }, caller, { PortfolioId: portfolioId, ProductId: productId }) {
    await compute.setProductPlace(caller, { portfolioId, productId, there: false })
    return {}
  },
})
