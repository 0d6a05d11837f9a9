import {
  DescribePortfolio$,
  type DescribePortfolioInput,
  type DescribePortfolioOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { portfolioDetail } from './publishing-shapes.ts'
import { tagView } from './shapes.ts'

export const describePortfolio = catalogOperation<DescribePortfolioInput, DescribePortfolioOutput>({
  schema: DescribePortfolio$,
  async run({ compute, region }, caller, { Id }) {
    const portfolio = await compute.getPortfolio(caller, Id)
    const PortfolioDetail = portfolioDetail(portfolio, region)
    return { PortfolioDetail, Tags: tagView(portfolio.tags), TagOptions: [], Budgets: [] }
  },
})
