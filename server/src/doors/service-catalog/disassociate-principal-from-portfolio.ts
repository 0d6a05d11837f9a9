import {
  DisassociatePrincipalFromPortfolio$,
  type DisassociatePrincipalFromPortfolioInput,
  type DisassociatePrincipalFromPortfolioOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { checkPrincipalType } from './publishing-shapes.ts'

export const disassociatePrincipalFromPortfolio = catalogOperation<
  DisassociatePrincipalFromPortfolioInput,
  DisassociatePrincipalFromPortfolioOutput
>({
  schema: DisassociatePrincipalFromPortfolio$,
  async run({ compute }, caller, input) {
    const { PortfolioId: portfolioId, PrincipalARN: principalArn } = input
    checkPrincipalType(input.PrincipalType)
    await compute.setAdmission(caller, { portfolioId, principalArn, admitted: false })
    return {}
  },
})
