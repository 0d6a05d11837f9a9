import {
  CreatePortfolio$,
  type CreatePortfolioInput,
  type CreatePortfolioOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { portfolioDetail } from './publishing-shapes.ts'
import { tagsOf, tagView } from './shapes.ts'

export const createPortfolio = catalogOperation<CreatePortfolioInput, CreatePortfolioOutput>({
  schema: CreatePortfolio$,
  async run({ compute, region }, caller, input, { requestId }) {
    const portfolio = await compute.createPortfolio(caller, {
      name: input.DisplayName,
      providerName: input.ProviderName,
      description: input.Description,
      tags: tagsOf(input.Tags),
      token: input.IdempotencyToken ?? requestId,
    })
    return {
      PortfolioDetail: portfolioDetail(portfolio, region),
      Tags: tagView(portfolio.tags),
    }
  },
})
