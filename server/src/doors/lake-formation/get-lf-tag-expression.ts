import {
  GetLFTagExpression$,
  type GetLFTagExpressionRequest,
  type GetLFTagExpressionResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { wireExpression } from './wire-expression.ts'

export const getLFTagExpression = lakeFormationOperation<
  GetLFTagExpressionRequest,
  GetLFTagExpressionResponse
>({
  schema: GetLFTagExpression$,
  async run({ governance }, caller, { CatalogId, Name }) {
    const catalogId = catalogOf(caller, CatalogId)
    return wireExpression(await governance.getTagExpression(caller, { catalogId, name: Name }))
  },
})
