import {
  DeleteProduct$,
  type DeleteProductInput,
  type DeleteProductOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'

export const deleteProduct = catalogOperation<DeleteProductInput, DeleteProductOutput>({
  schema: DeleteProduct$,
  async run({ compute }, caller, { Id }) {
    await compute.deleteProduct(caller, Id)
    return {}
  },
})
