import {
  ListPortfolios$,
  type ListPortfoliosInput,
  type ListPortfoliosOutput,
} from '@aws-sdk/client-service-catalog'
import { pageOf } from '../shared/page-token.ts'
import { catalogOperation, sizeOf } from './operation.ts'
import { portfolioDetail } from './publishing-shapes.ts'

export const listPortfolios = catalogOperation<ListPortfoliosInput, ListPortfoliosOutput>({
  schema: ListPortfolios$,
  async run({ compute, region }, caller, { PageToken: token, PageSize }) {
    const found = await compute.listPortfolios(caller)
    const { page, next } = pageOf(found, { token, countMax: sizeOf(PageSize) })
    const PortfolioDetails = page.map((portfolio) => portfolioDetail(portfolio, region))
    return { PortfolioDetails, NextPageToken: next }
  },
})
