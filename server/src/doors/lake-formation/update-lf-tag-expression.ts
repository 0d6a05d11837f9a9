import {
  UpdateLFTagExpression$,
  type UpdateLFTagExpressionRequest,
  type UpdateLFTagExpressionResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { expressionCommand } from './wire-expression.ts'

export const updateLFTagExpression = lakeFormationOperation<
  UpdateLFTagExpressionRequest,
  UpdateLFTagExpressionResponse
>({
  schema: UpdateLFTagExpression$,
  async run({ governance }, caller, input) {
    await governance.updateTagExpression(caller, expressionCommand(caller, input))
    return {}
  },
})
