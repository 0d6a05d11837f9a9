import type { AccountRef } from '@millrace/contract'
import type { Identity } from '../../contexts/identity/index.ts'

/** Accounts by id, with the names that people know them by. */
export async function accountNames(
  identity: Pick<Identity, 'accounts'>,
): Promise<(id: string) => AccountRef> {
  const names = new Map((await identity.accounts()).map(({ id, name }) => [String(id), name]))
  return (id) => ({ id, name: names.get(id) ?? id })
}
