import {
  AssociatePrincipalWithPortfolio$,
  type AssociatePrincipalWithPortfolioInput,
  type AssociatePrincipalWithPortfolioOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { checkPrincipalType } from './publishing-shapes.ts'

export const associatePrincipalWithPortfolio = catalogOperation<
  AssociatePrincipalWithPortfolioInput,
  AssociatePrincipalWithPortfolioOutput
>({
  schema: AssociatePrincipalWithPortfolio$,
  async run({ compute }, caller, input) {
    const { PortfolioId: portfolioId, PrincipalARN: principalArn } = input
    checkPrincipalType(input.PrincipalType)
    await compute.setAdmission(caller, { portfolioId, principalArn, admitted: true })
    return {}
  },
})
