export { createIdentity } from './create-identity.ts'
export type { IdentityDeps } from './deps.ts'
export type { Identity } from './identity.ts'
export type { AccessRequest } from './model/access-request.ts'
export {
  type AccountId,
  ANONYMOUS,
  type Caller,
  type Credentials,
  type Holder,
  isAnonymous,
  type Origin,
  type VendedPrefix,
  type VendedScope,
} from './model/caller.ts'
export { managedPolicies } from './model/managed-policies.ts'
export { actionMatches } from './model/match.ts'
export { parsePolicy } from './model/parse-policy.ts'
export type { PolicyDocument, PolicyStatement } from './model/policy.ts'
export type { AccessKey, Account, Principal } from './model/principal.ts'
export type { Actor } from './mutation.ts'
export type { ActForCaller } from './operations/act-for-caller.ts'
export type { AssumeForService } from './operations/assume-for-service.ts'
export type { AssumeRole, RoleSession } from './operations/assume-role.ts'
export type { NewAccessKey } from './operations/create-access-key.ts'
export type { CreateAccount, NewAccount } from './operations/create-account.ts'
export { ROLE_ENDED } from './operations/end-role.ts'
export type { PrincipalKind } from './steps/demand-principal.ts'
