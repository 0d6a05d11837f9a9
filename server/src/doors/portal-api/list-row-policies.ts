import type { RowAttachment } from '@millrace/contract'
import type { ListedAttachment } from '../../contexts/governance/index.ts'
import { wireResource, wordsOf } from './grant-wire.ts'
import { pageFrom } from './number-cursor.ts'
import { operation } from './operation.ts'
import { whenRefused } from './when-refused.ts'

export const listRowPolicies = operation(
  'listRowPolicies',
  async ({ governance }, { caller, query }) => {
    const policies = await governance.listRowPolicies(caller)
    const attached = await whenRefused(governance.listRowAttachments(caller, {}), [])
    const items = policies.map(({ name, columns, text: rows }) => ({
      ...{ name, rows, columns: columns.map((column) => ({ ...column })) },
      attachments: attached.filter(({ policy }) => policy === name).map(wireAttachment),
    }))
    return pageFrom(items, query)
  },
)

function wireAttachment({ resource, principal, condition }: ListedAttachment): RowAttachment {
  return {
    ...{ on: wordsOf(resource), resource: wireResource(resource) },
    ...(principal && { principal }),
    ...(condition && { condition: condition.text }),
  }
}
