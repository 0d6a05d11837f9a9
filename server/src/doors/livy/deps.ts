import type { AccountId, Identity, Origin } from '../../contexts/identity/index.ts'
import type { Sessions } from '../../contexts/sessions/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'

/** What a name and password open: one cluster, as one role. */
export interface ClusterSignIn {
  cluster: { id: string; livyPort: number }
  roleArn: string
  /** The principal that the pair was made for. */
  issuedTo: string
  /** Who stood behind it then. */
  behind: string
  accountId: AccountId
  assumedThrough: readonly AccountId[]
}

export interface LivyDeps {
  sessions: Sessions
  identity: Pick<Identity, 'authenticate' | 'signInWithKey'>
  compute: {
    clusterByCredentials(
      pair: { username: string; password: string },
      from: Origin,
    ): Promise<ClusterSignIn | undefined>
  }
  clock: Clock
  log: Log
}
