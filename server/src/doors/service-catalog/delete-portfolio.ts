import {
  DeletePortfolio$,
  type DeletePortfolioInput,
  type DeletePortfolioOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'

export const deletePortfolio = catalogOperation<DeletePortfolioInput, DeletePortfolioOutput>({
  schema: DeletePortfolio$,
  async run({ compute }, caller, { Id }) {
    await compute.deletePortfolio(caller, Id)
    return {}
  },
})
