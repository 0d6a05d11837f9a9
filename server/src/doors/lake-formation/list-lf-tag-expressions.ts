import {
  ListLFTagExpressions$,
  type ListLFTagExpressionsRequest,
  type ListLFTagExpressionsResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { wireExpression } from './wire-expression.ts'

export const listLFTagExpressions = lakeFormationOperation<
  ListLFTagExpressionsRequest,
  ListLFTagExpressionsResponse
>({
  schema: ListLFTagExpressions$,
  async run({ governance }, caller, input) {
    const catalogId = catalogOf(caller, input.CatalogId)
    const saved = await governance.listTagExpressions(caller, { catalogId })
    const { rows, token } = page(saved, input)
    return { LFTagExpressions: rows.map(wireExpression), ...token }
  },
})
