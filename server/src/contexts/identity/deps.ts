import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Memory } from '../../foundation/memory.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Throttle } from './model/throttle.ts'
import type { Envelope } from './model/token.ts'
import type { Directory } from './store/directory.ts'

/** What identity’s operations need; `main.ts` hands it in. */
export interface IdentityDeps {
  sql: Sql
  clock: Clock
  log: Log
  /** 32 random bytes, kept with the platform: it seals secrets and session tokens. */
  sealKey: Buffer
  /** Of scrypt, for new passwords; below the usual one in tests alone, which make many accounts. */
  passwordCost?: number
}

/** What one operation of identity hands to another. */
export interface IdentityParts extends IdentityDeps {
  directory: Directory
  throttle: Throttle
  /** Unsealed lately, by what it was sealed as: it says nothing of who may still use it. */
  unsealed: { secrets: Memory<string>; sessions: Memory<Envelope>; bearers: Memory<Envelope> }
}
