import type { IdentityParts } from '../deps.ts'
import { noSuchAccount } from '../errors.ts'
import type { Account } from '../model/principal.ts'
import type { Actor } from '../mutation.ts'
import { demandGoverning } from '../operations/demand-governing.ts'

/** An account by id or name, for who may do `action` to it. */
export async function demandAccount(
  parts: IdentityParts,
  actor: Actor,
  { action, named }: { action: string; named: string },
): Promise<{ account: Account; resource: string }> {
  const { accounts } = await parts.directory.current()
  const account = accounts.get(named) ?? [...accounts.values()].find(({ name }) => name === named)
  const resource = `arn:aws:millrace:::account/${account?.id ?? named}`
  await demandGoverning(parts, actor, { action, resource })
  if (!account) throw noSuchAccount({ accountId: named })
  return { account, resource }
}
