import {
  DeleteLFTagExpression$,
  type DeleteLFTagExpressionRequest,
  type DeleteLFTagExpressionResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'

export const deleteLFTagExpression = lakeFormationOperation<
  DeleteLFTagExpressionRequest,
  DeleteLFTagExpressionResponse
>({
  schema: DeleteLFTagExpression$,
  async run({ governance }, caller, { CatalogId, Name }) {
    const catalogId = catalogOf(caller, CatalogId)
    await governance.deleteTagExpression(caller, { catalogId, name: Name })
    return {}
  },
})
