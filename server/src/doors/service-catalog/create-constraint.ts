import {
  CreateConstraint$,
  type CreateConstraintInput,
  type CreateConstraintOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { constraintView } from './publishing-shapes.ts'

export const createConstraint = catalogOperation<CreateConstraintInput, CreateConstraintOutput>({
  schema: CreateConstraint$,
  async run({ compute }, caller, input, { requestId }) {
    const constraint = await compute.createConstraint(caller, {
      portfolioId: input.PortfolioId,
      productId: input.ProductId,
      type: input.Type,
      parameters: input.Parameters,
      description: input.Description,
      token: input.IdempotencyToken ?? requestId,
    })
    return constraintView(constraint)
  },
})
