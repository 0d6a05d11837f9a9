import { createAccount } from './create-account.ts'
import { getMe } from './get-me.ts'
import { getStatus } from './get-status.ts'
import { issueToken } from './issue-token.ts'
import { listAccounts } from './list-accounts.ts'
import type { Operation } from './operation.ts'
import { signOut } from './sign-out.ts'
import { switchAccount } from './switch-account.ts'

/** Every operation that this door serves; the contract's others are answered as not served yet. */
export const served: readonly Operation[] = [
  getStatus,
  signOut,
  getMe,
  issueToken,
  listAccounts,
  createAccount,
  switchAccount,
]
