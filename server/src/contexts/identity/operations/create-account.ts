import { randomInt } from 'node:crypto'
import { randomText } from '../../../foundation/ids.ts'
import type { IdentityParts } from '../deps.ts'
import { invalidInput } from '../errors.ts'
import type { AccountId } from '../model/caller.ts'
import { hashPassword } from '../model/password.ts'
import { principalArn } from '../model/principal.ts'
import { type Actor, auditOf, mutate } from '../mutation.ts'
import { makeKey } from '../steps/access-keys.ts'
import { insertKey } from '../store/access-keys.ts'
import { insertAccount } from '../store/accounts.ts'
import { attach } from '../store/policies.ts'
import { insertPrincipal, updatePrincipal } from '../store/principals.ts'
import { demandGoverning } from './demand-governing.ts'

export interface CreateAccount {
  name: string
  /** 12 digits; drawn where it is left out. */
  id?: string
  /** In the platform's organization unless said otherwise. */
  organization?: boolean
}

export interface NewAccount {
  accountId: AccountId
  name: string
  /** Its first user, `admin`, with AdministratorAccess; the secrets are shown this once. */
  admin: {
    userName: string
    userArn: string
    accessKeyId: string
    secretAccessKey: string
    password: string
  }
}

const ADMIN = 'admin'
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

/** @throws identity.access-denied, identity.account-exists, identity.invalid-input */
export async function createAccount(
  parts: IdentityParts,
  actor: Actor,
  command: CreateAccount,
): Promise<NewAccount> {
  const { name, id = randomAccountId(), organization = true } = command
  if (!NAME.test(name))
    throw invalidInput({
      reason: `account name "${name}" is not 1 to 63 of a-z, 0-9 and -, of which - is not first`,
    })
  if (!/^\d{12}$/.test(id)) throw invalidInput({ reason: `account id "${id}" is not 12 digits` })
  const arn = `arn:aws:millrace:::account/${id}`
  await demandGoverning(parts, actor, { action: 'millrace:CreateAccount', resource: arn })

  const key = makeKey(parts)
  const { secretAccessKey, ...keyRow } = key
  const password = randomText(40)
  const user = {
    id: `AIDA${randomText(17, 'upper')}`,
    kind: 'user' as const,
    accountId: id,
    name: ADMIN,
    path: '/',
    createdAt: key.createdAt,
    tags: {},
    maxSessionSeconds: 3600,
  }
  const passwordHash = await hashPassword(password, parts.passwordCost)
  const action = 'identity.account-created'
  const record = auditOf(actor, { accountId: id, action, resource: arn, detail: { name } })
  await mutate(parts, record, async (tx) => {
    await insertAccount(tx, { id, name, organization, createdAt: key.createdAt })
    await insertPrincipal(tx, user)
    await updatePrincipal(tx, user.id, { passwordHash })
    await attach(tx, {
      principalId: user.id,
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    })
    await insertKey(tx, { ...keyRow, principalId: user.id })
  })
  const userArn = principalArn(user)
  const admin = { userName: ADMIN, userArn, accessKeyId: key.id, secretAccessKey, password }
  return { accountId: id as AccountId, name, admin }
}

function randomAccountId(): string {
  return Array.from({ length: 12 }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('')
}
