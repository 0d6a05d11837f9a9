import {
  CreateLFTagExpression$,
  type CreateLFTagExpressionRequest,
  type CreateLFTagExpressionResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { expressionCommand } from './wire-expression.ts'

export const createLFTagExpression = lakeFormationOperation<
  CreateLFTagExpressionRequest,
  CreateLFTagExpressionResponse
>({
  schema: CreateLFTagExpression$,
  async run({ governance }, caller, input) {
    await governance.createTagExpression(caller, expressionCommand(caller, input))
    return {}
  },
})
