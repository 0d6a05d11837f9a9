import {
  ListPrincipalsForPortfolio$,
  type ListPrincipalsForPortfolioInput,
  type ListPrincipalsForPortfolioOutput,
} from '@aws-sdk/client-service-catalog'
import { pageOf } from '../shared/page-token.ts'
import { catalogOperation, sizeOf } from './operation.ts'

export const listPrincipalsForPortfolio = catalogOperation<
  ListPrincipalsForPortfolioInput,
  ListPrincipalsForPortfolioOutput
>({
  schema: ListPrincipalsForPortfolio$,
  async run({ compute }, caller, { PortfolioId, PageToken: token, PageSize }) {
    const found = await compute.listPrincipals(caller, PortfolioId)
    const { page, next } = pageOf(found, { token, countMax: sizeOf(PageSize) })
    const Principals = page.map((arn) => ({ PrincipalARN: arn, PrincipalType: 'IAM' as const }))
    return { Principals, NextPageToken: next }
  },
})
