import {
  createAccessKey,
  deleteAccessKey,
  listAccessKeys,
  updateAccessKey,
} from './operations/access-keys.ts'
import { actForCaller } from './operations/act-for-caller.ts'
import { assumeForService } from './operations/assume-for-service.ts'
import { assumeRole } from './operations/assume-role.ts'
import { authenticate, demandStanding } from './operations/authenticate.ts'
import { createAccount } from './operations/create-account.ts'
import { allows, demand } from './operations/demand.ts'
import { getSessionToken } from './operations/get-session-token.ts'
import { demandGoverning, isolateAccount, releaseAccount } from './operations/isolate-account.ts'
import { issueToken } from './operations/issue-token.ts'
import { listAccounts } from './operations/list-accounts.ts'
import { listAssumableRoles } from './operations/list-assumable-roles.ts'
import { offices } from './operations/offices.ts'
import {
  attachPolicy,
  deleteInlinePolicy,
  detachPolicy,
  getInlinePolicy,
  listAttachedPolicies,
  listInlinePolicies,
  putInlinePolicy,
} from './operations/policies.ts'
import {
  createRole,
  createUser,
  getPrincipal,
  listPrincipals,
  removePrincipal,
  updateRole,
  updateTrust,
} from './operations/principals.ts'
import { revokeSessions } from './operations/revoke-sessions.ts'
import { setPassword, signIn } from './operations/sign-in.ts'
import { signInWithKey } from './operations/sign-in-with-key.ts'
import { vend } from './operations/vend.ts'
import { verifyToken } from './operations/verify-token.ts'

/** All operations of identity, as they stand in its face. */
export const operations = {
  authenticate,
  demandStanding,
  demand,
  demandGoverning,
  allows,
  offices,
  vend,
  issueToken,
  verifyToken,
  assumeRole,
  assumeForService,
  listAssumableRoles,
  actForCaller,
  getSessionToken,
  createAccount,
  listAccounts,
  isolateAccount,
  releaseAccount,
  revokeSessions,
  signIn,
  signInWithKey,
  setPassword,
  createUser,
  createRole,
  getPrincipal,
  listPrincipals,
  removePrincipal,
  updateRole,
  updateTrust,
  putInlinePolicy,
  getInlinePolicy,
  listInlinePolicies,
  deleteInlinePolicy,
  attachPolicy,
  detachPolicy,
  listAttachedPolicies,
  createAccessKey,
  listAccessKeys,
  updateAccessKey,
  deleteAccessKey,
}
