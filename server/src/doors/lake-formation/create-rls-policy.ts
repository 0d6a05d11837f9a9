import { lakeFormationOperation } from './operation.ts'
import { type CreatePolicyRequest, CreateRLSPolicy$ } from './row-policy-shapes.ts'

export const createRLSPolicy = lakeFormationOperation<CreatePolicyRequest, object>({
  schema: CreateRLSPolicy$,
  async run({ governance }, caller, { Name, AttachmentColumns, FilterExpression }) {
    await governance.createRowPolicy(caller, {
      catalogId: caller.accountId,
      name: Name,
      columns: AttachmentColumns.map((column) => ({
        name: column.Name,
        ...(column.Type ? { type: column.Type } : {}),
      })),
      text: FilterExpression,
    })
    return {}
  },
})
