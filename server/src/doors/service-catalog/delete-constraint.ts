import {
  DeleteConstraint$,
  type DeleteConstraintInput,
  type DeleteConstraintOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'

export const deleteConstraint = catalogOperation<DeleteConstraintInput, DeleteConstraintOutput>({
  schema: DeleteConstraint$,
  async run({ compute }, caller, { Id }) {
    await compute.deleteConstraint(caller, Id)
    return {}
  },
})
