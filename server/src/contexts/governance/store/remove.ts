import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Kind } from '../model/world.ts'
import './tables.ts'

type Removal = (tx: SqlTransaction, key: string) => Promise<unknown>

/** How a row is removed by its key in the world. */
export const removals: Record<Kind, Removal> = {
  accounts: async () => undefined, // Identity keeps them.
  settings: (tx, key) =>
    tx.deleteFrom('governance.settings').where('accountId', '=', key).execute(),
  databases: (tx, key) => tx.deleteFrom('governance.databases').where('id', '=', key).execute(),
  tables: (tx, key) => tx.deleteFrom('governance.tables').where('id', '=', key).execute(),
  tags: (tx, key) => {
    const [accountId, name] = split(key)
    const remove = tx.deleteFrom('governance.tags').where('accountId', '=', accountId)
    return remove.where('key', '=', name).execute()
  },
  assignments: (tx, key) => tx.deleteFrom('governance.assignments').where('id', '=', key).execute(),
  expressions: (tx, key) => {
    const [accountId, name] = split(key)
    const remove = tx.deleteFrom('governance.expressions').where('accountId', '=', accountId)
    return remove.where('name', '=', name).execute()
  },
  filters: (tx, key) => tx.deleteFrom('governance.filters').where('id', '=', key).execute(),
  grants: (tx, key) => tx.deleteFrom('governance.grants').where('id', '=', key).execute(),
  locations: (tx, key) =>
    tx.deleteFrom('governance.locations').where('location', '=', key).execute(),
  optIns: (tx, key) => tx.deleteFrom('governance.optIns').where('id', '=', key).execute(),
  acceptances: (tx, key) => {
    const [ownerId, recipientId] = split(key)
    const remove = tx.deleteFrom('governance.acceptances').where('ownerId', '=', ownerId)
    return remove.where('recipientId', '=', recipientId).execute()
  },
  licences: (tx, key) => {
    const [tableId, agreementId] = split(key)
    const remove = tx.deleteFrom('governance.licences').where('tableId', '=', tableId)
    return remove.where('agreementId', '=', agreementId).execute()
  },
  rowPolicies: (tx, key) => {
    const [accountId, name] = split(key)
    const remove = tx.deleteFrom('governance.rowPolicies').where('accountId', '=', accountId)
    return remove.where('name', '=', name).execute()
  },
  rowAttachments: (tx, key) =>
    tx.deleteFrom('governance.rowAttachments').where('id', '=', key).execute(),
}

/** Keys open with an id, which has no bar in it; names may. */
function split(key: string): [string, string] {
  const bar = key.indexOf('|')
  return [key.slice(0, bar), key.slice(bar + 1)]
}
