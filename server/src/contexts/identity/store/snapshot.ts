import type { AccessKey, Account, Principal } from '../model/principal.ts'

/** All accounts, principals and keys at one moment; never changed, only replaced. */
export interface Snapshot {
  accounts: ReadonlyMap<string, Account>
  principalsByArn: ReadonlyMap<string, Principal>
  principalsById: ReadonlyMap<string, Principal>
  keys: ReadonlyMap<string, AccessKey & { sealedSecret: Buffer }>
}
