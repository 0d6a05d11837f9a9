import { putAudit } from '../../foundation/outbox.ts'
import type { SqlTransaction } from '../../foundation/sql.ts'
import type { Notebook } from './model/notebook.ts'

export async function audit(
  tx: SqlTransaction,
  { id, accountId, owner, roleArn }: Pick<Notebook, 'id' | 'accountId' | 'owner' | 'roleArn'>,
  action: 'notebooks.notebook-opened' | 'notebooks.notebook-entered' | 'notebooks.notebook-stopped',
): Promise<void> {
  const resource = `notebook/${id}`
  const principal = roleArn ?? owner
  await putAudit(tx, [
    { accountId, actor: owner, principal, action, resource, decision: 'allowed' },
  ])
}
